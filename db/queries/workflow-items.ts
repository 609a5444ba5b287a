import { sql, type SQL } from 'drizzle-orm';
import type { ApiKeyId, WorkflowRunId } from '../../contract/ids.ts';
import { WorkflowItem, WorkflowResult, type ItemFilters } from '../../contract/workflow.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { isVisible, type TraceReader } from './visible-traces.ts';

/**
 * Who looks at tickets: whoever sent them sees them all; anybody else those whose answer's trace it may
 * read now. What an answer says is shown to whoever may read its trace, and to nobody else.
 */
export interface ItemReader {
  readonly apiKeyId: ApiKeyId;
  readonly by: TraceReader;
}

/** Where a page of tickets ended. */
export interface ItemPlace {
  readonly runId: WorkflowRunId;
  readonly position: number;
}

export interface ItemPage {
  readonly workflow: string;
  readonly filters: ItemFilters;
  readonly reader: ItemReader;
  readonly limit: number;
  readonly after: ItemPlace | null;
}

/** Those of the newest run first, each run's in the order in which they were sent. */
export async function listWorkflowItems(
  database: WorkspaceDatabase,
  page: ItemPage,
): Promise<readonly WorkflowItem[]> {
  const result = await database.executor.execute(sql`
    select ${commonColumns}, i.run_id, i.text, i.metadata, i.is_escalated_to_model, i.steps, i.attempts,
      ${isoInstant(sql`i.finished_at`)} as finished_at
    from ${itemsOf(database, page)}
    order by i.run_id desc, i.position
    limit ${page.limit}`);
  return result.rows.map((row) => WorkflowItem.parse(row));
}

/** The same with what was answered: what a person decided goes before the draft that was held. */
export async function listWorkflowResults(
  database: WorkspaceDatabase,
  page: ItemPage,
): Promise<readonly WorkflowResult[]> {
  const isShown = sql`(t.id is not null and ${isVisible(page.reader.by)})`;
  const result = await database.executor.execute(sql`
    select ${commonColumns},
      case
        when not ${isShown} then null
        when i.outcome = 'resolved' then i.draft ->> 'answer'
        when w.decision in ('approve', 'correct') then (
          select nullif(convert_from(d.canonical, 'utf8')::jsonb ->> 'answer', '')
          from review_decisions d
          where d.workspace_id = w.workspace_id and d.review_id = w.id)
      end as answer,
      case
        when not ${isShown} then '[]'::jsonb
        when i.outcome = 'resolved' then i.draft -> 'citations'
        when w.decision in ('approve', 'correct') then (
          select coalesce(
            jsonb_agg(jsonb_build_object('marker', c.item -> 'marker', 'source', c.item -> 'source',
              'title', c.item -> 'title', 'quote', c.item -> 'quote') order by c.place),
            '[]'::jsonb)
          from review_decisions d
          cross join lateral jsonb_array_elements(
            convert_from(d.canonical, 'utf8')::jsonb -> 'citations') with ordinality c(item, place)
          where d.workspace_id = w.workspace_id and d.review_id = w.id
            and c.item ->> 'source' is not null and c.item ->> 'title' is not null)
        else '[]'::jsonb
      end as citations
    from ${itemsOf(database, page)}
    order by i.run_id desc, i.position
    limit ${page.limit}`);
  return result.rows.map((row) => WorkflowResult.parse(row));
}

const commonColumns = sql`i.position, i.key, i.status, i.outcome, i.label, i.probability, i.verdict,
      i.model, i.trace_id, i.answer_id,
      case when w.id is not null then jsonb_build_object('id', w.id, 'decision', w.decision) end as review,
      jsonb_build_object('input_tokens', i.input_tokens, 'output_tokens', i.output_tokens,
        'cost_usd', i.cost_usd) as usage,
      i.total_ms,
      case when i.error_code is not null then jsonb_build_object('code', i.error_code,
        'detail', i.error_detail) end as error`;

/** The tickets `i` that the reader may see, with their review `w` and the answer's trace `t`. */
function itemsOf(database: WorkspaceDatabase, { workflow, reader, ...page }: ItemPage): SQL {
  return sql`workflow_items i
    join workflow_runs r on r.workspace_id = i.workspace_id and r.id = i.run_id
    left join traces t on t.workspace_id = i.workspace_id and t.id = i.answer_id
    left join reviews w on w.workspace_id = i.workspace_id and w.trace_id = i.answer_id
    where i.workspace_id = ${database.workspaceId} and r.workflow = ${workflow}
      and ${isBehind(page.after)} and ${matchesItemFilters(page.filters)}
      and (r.api_key_id = ${reader.apiKeyId} or ${reader.by.isAdmin}
        or (t.id is not null and ${isVisible(reader.by)}))`;
}

function isBehind(after: ItemPlace | null): SQL {
  if (after === null) return sql`true`;
  const { runId, position } = after;
  return sql`(i.run_id < ${runId} or (i.run_id = ${runId} and i.position > ${position}))`;
}

function matchesItemFilters(filters: ItemFilters): SQL {
  const { run_id: runId, larger_model: larger, decision, ...rest } = filters;
  const { step, step_outcome: stepOutcome, ...equal } = rest;
  const conditions: SQL[] = [sql`true`];
  if (equal.unlabelled === 'true') conditions.push(sql`i.label is null`);
  if (runId !== undefined) conditions.push(sql`i.run_id = ${runId}`);
  for (const column of ['status', 'outcome', 'label', 'verdict'] as const) {
    const value = equal[column];
    if (value !== undefined) conditions.push(sql`i.${sql.identifier(column)} = ${value}`);
  }
  if (step !== undefined || stepOutcome !== undefined) {
    const wanted = JSON.stringify([{ step, outcome: stepOutcome }]);
    conditions.push(sql`i.steps @> ${wanted}::jsonb`);
  }
  if (larger !== undefined) conditions.push(sql`i.is_escalated_to_model = ${larger === 'true'}`);
  if (decision === 'open') conditions.push(sql`w.id is not null and w.decision is null`);
  else if (decision !== undefined) conditions.push(sql`w.decision = ${decision}`);
  return sql.join(conditions, sql` and `);
}
