import { sql, type SQL } from 'drizzle-orm';
import type { ApiKeyId, WorkflowRunId } from '../../contract/ids.ts';
import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import { WorkflowRun, type RefusedLine, type WorkflowInput } from '../../contract/workflow.ts';
import { workflowRuns } from '../schema/workflows.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

/** Whose runs are seen: those that a key began, or, with null, all. */
export interface WorkflowRunView {
  readonly onlyApiKeyId: ApiKeyId | null;
}

export interface NewWorkflowRun {
  readonly id: WorkflowRunId;
  readonly definition: WorkflowConfig;
  readonly apiKeyId: ApiKeyId;
  readonly items: readonly (WorkflowInput & { readonly position: number })[];
  readonly refused: { readonly count: number; readonly lines: readonly RefusedLine[] };
}

/** Rows of one statement: a message to the database stays below a few megabytes. */
const ITEMS_AT_ONCE = 1_000;

/** Queues tickets. The caller opens the transaction: a run is there with all of them or not at all. */
export async function insertWorkflowRun(
  transaction: WorkspaceDatabase,
  { id, definition, apiKeyId, items, refused }: NewWorkflowRun,
): Promise<void> {
  const { workspaceId, executor } = transaction;
  await executor.insert(workflowRuns).values({
    workspaceId,
    id,
    workflow: definition.name,
    definition,
    apiKeyId,
    refusedCount: refused.count,
    refusedLines: refused.lines,
  });
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    const rows = items
      .slice(start, start + ITEMS_AT_ONCE)
      .map(({ id: key = null, text, metadata, position }) => ({ position, key, text, metadata }));
    await executor.execute(sql`
      insert into workflow_items (workspace_id, run_id, position, key, text, metadata)
      select ${workspaceId}::uuid, ${id}::uuid, item.position, item.key, item.text, item.metadata
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as item (position integer, key text, text text, metadata jsonb)`);
  }
}

export interface WorkflowRunPageRequest extends WorkflowRunView {
  readonly workflow: string;
  readonly limit: number;
  readonly before: WorkflowRunId | null;
}

/** The newest first. */
export function listWorkflowRuns(
  database: WorkspaceDatabase,
  page: WorkflowRunPageRequest,
): Promise<readonly WorkflowRun[]> {
  return selectRuns(database, { ...page, id: null });
}

export async function findWorkflowRun(
  database: WorkspaceDatabase,
  wanted: WorkflowRunView & { readonly workflow: string; readonly id: WorkflowRunId },
): Promise<WorkflowRun | null> {
  const [run] = await selectRuns(database, { ...wanted, limit: 1, before: null });
  return run ?? null;
}

/** How many runs each workflow has that are seen, and how many of their tickets wait or run. */
export async function countWorkflowRuns(
  database: WorkspaceDatabase,
  view: WorkflowRunView,
): Promise<ReadonlyMap<string, { readonly runs: number; readonly openItems: number }>> {
  const { rows } = await database.executor.execute<{
    workflow: string;
    runs: number;
    open_items: number;
  }>(sql`
    with open as materialized (
      select run_id, count(*) as items
      from workflow_items
      where workspace_id = ${database.workspaceId} and status in ('queued', 'running')
      group by run_id)
    select r.workflow, count(*)::int as runs, coalesce(sum(open.items), 0)::int as open_items
    from workflow_runs r
    left join open on open.run_id = r.id
    where r.workspace_id = ${database.workspaceId} and ${isSeen(view)}
    group by r.workflow`);
  return new Map(
    rows.map(({ workflow, runs, open_items: openItems }) => [workflow, { runs, openItems }]),
  );
}

/** Over `r` (workflow_runs). */
export function isSeen({ onlyApiKeyId }: WorkflowRunView): SQL {
  return onlyApiKeyId === null ? sql`true` : sql`r.api_key_id = ${onlyApiKeyId}`;
}

async function selectRuns(
  database: WorkspaceDatabase,
  query: WorkflowRunPageRequest & { readonly id: WorkflowRunId | null },
): Promise<readonly WorkflowRun[]> {
  const result = await database.executor.execute(sql`
    select r.id, r.workflow,
      case
        when i.open > 0 and r.paused_at is not null then 'paused'
        when i.open > 0 and i.started_at is null then 'queued'
        when i.open > 0 then 'running'
        when i.cancelled > 0 then 'cancelled'
        when i.failed = 0 then 'succeeded'
        when i.failed = i.total then 'failed'
        else 'partly_failed'
      end as status,
      jsonb_build_object('total', i.total, 'waiting', i.open - i.running, 'running', i.running,
        'done', i.done, 'failed', i.failed, 'cancelled', i.cancelled) as items,
      jsonb_build_object('resolved', i.resolved, 'escalated', i.escalated, 'review', i.review) as outcomes,
      i.larger_model,
      jsonb_build_object('input_tokens', i.input_tokens, 'output_tokens', i.output_tokens,
        'cost_usd', i.cost_usd) as usage,
      jsonb_build_object('count', r.refused_count, 'lines', r.refused_lines) as refused,
      ${isoInstant(sql`r.created_at`)} as created_at,
      ${isoInstant(sql`i.started_at`)} as started_at,
      case when i.open = 0 then ${isoInstant(sql`coalesce(i.finished_at, r.cancelled_at)`)} end as finished_at
    from (
      select *
      from workflow_runs r
      where r.workspace_id = ${database.workspaceId} and r.workflow = ${query.workflow}
        and (${query.id}::uuid is null or r.id = ${query.id}::uuid)
        and (${query.before}::uuid is null or r.id < ${query.before}::uuid)
        and ${isSeen(query)}
      order by r.id desc
      limit ${query.limit}) r
    cross join lateral (${itemCounts}) i
    order by r.id desc`);
  return result.rows.map((row) => WorkflowRun.parse(row));
}

const itemCounts = sql`
  select count(*)::int as total,
    count(*) filter (where status in ('queued', 'running'))::int as open,
    count(*) filter (where status = 'running')::int as running,
    count(*) filter (where status = 'done')::int as done,
    count(*) filter (where status = 'failed')::int as failed,
    count(*) filter (where status = 'cancelled')::int as cancelled,
    count(*) filter (where outcome = 'resolved')::int as resolved,
    count(*) filter (where outcome = 'escalated')::int as escalated,
    count(*) filter (where outcome = 'review')::int as review,
    count(*) filter (where is_escalated_to_model)::int as larger_model,
    coalesce(sum(input_tokens), 0)::int as input_tokens,
    coalesce(sum(output_tokens), 0)::int as output_tokens,
    coalesce(sum(cost_usd), 0) as cost_usd,
    min(started_at) as started_at,
    max(finished_at) as finished_at
  from workflow_items
  where workspace_id = r.workspace_id and run_id = r.id`;
