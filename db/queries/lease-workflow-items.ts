import { and, eq, sql } from 'drizzle-orm';
import { ApiKeyId, WorkflowRunId, WorkspaceId, type TraceId } from '../../contract/ids.ts';
import type { Verification } from '../../contract/verification.ts';
import { WorkflowConfig } from '../../contract/workflow-config.ts';
import type { ItemErrorCode, WorkflowResult } from '../../contract/workflow.ts';
import type { ItemOutcome, StepResult } from '../../contract/workflow-step.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import { workflowItems } from '../schema/workflows.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface ItemLease {
  readonly runId: WorkflowRunId;
  readonly position: number;
  readonly leaseToken: string;
}

/** A ticket that this server may work on until its lease runs out. */
export interface LeasedItem extends ItemLease {
  readonly workspaceId: WorkspaceId;
  readonly apiKeyId: ApiKeyId;
  readonly definition: WorkflowConfig;
  readonly key: string | null;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** How often it has been leased, this time included, and how many tries failed by themselves. */
  readonly attempts: number;
  readonly failures: number;
}

interface LeasedRow extends Record<string, unknown> {
  readonly workspace_id: string;
  readonly run_id: string;
  readonly position: number;
  readonly key: string | null;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly attempts: number;
  readonly failures: number;
  readonly api_key_id: string;
  readonly definition: unknown;
}

/**
 * Leases the next tickets of any workspace, also those whose lease has run out. The run that has come least
 * far goes first, so that one ticket need not wait for a batch of thousands; one that is paused, not at all.
 */
export async function leaseWorkflowItems(
  database: Database,
  lease: {
    readonly token: string;
    readonly seconds: number;
    /** Who leases them, and renews them under this name. */
    readonly server: string;
    readonly limit: number;
  },
): Promise<readonly LeasedItem[]> {
  const { rows } = await database.executor.execute<LeasedRow>(sql`
    with next as materialized (
      select item.workspace_id, item.run_id, item.position
      from workflow_items item
      where item.status in ('queued', 'running')
        and ((item.status = 'queued' and item.run_after <= ${storedNow})
          or (item.status = 'running' and item.lease_until <= ${storedNow}))
        and not exists (
          select 1
          from workflow_runs run
          where run.workspace_id = item.workspace_id and run.id = item.run_id
            and run.paused_at is not null)
      order by item.position, item.run_id
      limit ${lease.limit}
      for update skip locked
    ), leased as (
      update workflow_items as leased
      set status = 'running',
          lease_token = ${lease.token}::uuid,
          lease_until = now() + make_interval(secs => ${lease.seconds}::double precision),
          leased_by = ${lease.server},
          attempts = leased.attempts + 1,
          started_at = coalesce(leased.started_at, now())
      from next
      where leased.workspace_id = next.workspace_id and leased.run_id = next.run_id
        and leased.position = next.position
      returning leased.workspace_id, leased.run_id, leased.position, leased.key, leased.text,
        leased.metadata, leased.attempts, leased.failures)
    select leased.*, run.api_key_id, run.definition
    from leased
    join workflow_runs run on run.workspace_id = leased.workspace_id and run.id = leased.run_id
    order by leased.position, leased.run_id`);
  return rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    runId: WorkflowRunId.parse(row.run_id),
    apiKeyId: ApiKeyId.parse(row.api_key_id),
    definition: WorkflowConfig.parse(row.definition),
    leaseToken: lease.token,
    position: row.position,
    key: row.key,
    text: row.text,
    metadata: row.metadata,
    attempts: row.attempts,
    failures: row.failures,
  }));
}

/** Renews whatever a server still holds under these tokens. */
export async function renewItemLeases(
  database: Database,
  lease: { readonly server: string; readonly seconds: number },
): Promise<void> {
  await database.executor.execute(sql`
    update workflow_items
    set lease_until = now() + make_interval(secs => ${lease.seconds}::double precision)
    where status = 'running' and leased_by = ${lease.server} and lease_until > ${storedNow}`);
}

export type ItemEnding =
  | {
      readonly status: 'done';
      readonly outcome: ItemOutcome;
      readonly label: string | null;
      readonly probability: number | null;
      readonly verdict: Verification['verdict'];
      readonly model: string;
      readonly isEscalatedToModel: boolean;
      readonly steps: readonly StepResult[];
      readonly draft: Pick<WorkflowResult, 'answer' | 'citations'>;
      readonly traceId: TraceId;
      readonly answerId: TraceId;
      readonly usage: {
        readonly inputTokens: number;
        readonly outputTokens: number;
        readonly costUsd: number;
      };
      readonly totalMs: number;
    }
  | { readonly status: 'failed'; readonly code: ItemErrorCode; readonly detail: string };

/** Ends a ticket under its lease; false when the lease was lost, and then nothing has changed. */
export async function endWorkflowItem(
  database: WorkspaceDatabase,
  lease: ItemLease,
  ending: ItemEnding,
): Promise<boolean> {
  const ended = await database.executor
    .update(workflowItems)
    .set({
      ...columnsOf(ending),
      leaseToken: null,
      leaseUntil: null,
      leasedBy: null,
      finishedAt: sql`now()`,
    })
    .where(holdsLease(database, lease))
    .returning({ position: workflowItems.position });
  return ended.length > 0;
}

function columnsOf(ending: ItemEnding) {
  if (ending.status === 'failed') {
    return { status: ending.status, errorCode: ending.code, errorDetail: ending.detail };
  }
  const { usage, ...columns } = ending;
  return { ...columns, ...usage };
}

/** Gives a ticket back to the queue, to be tried again after a pause. */
export async function requeueWorkflowItem(
  database: WorkspaceDatabase,
  lease: ItemLease,
  again: { readonly afterSeconds: number; readonly attempts: number; readonly failures: number },
): Promise<void> {
  await database.executor
    .update(workflowItems)
    .set({
      status: 'queued',
      attempts: again.attempts,
      failures: again.failures,
      leaseToken: null,
      leaseUntil: null,
      leasedBy: null,
      runAfter: sql`now() + make_interval(secs => ${again.afterSeconds}::double precision)`,
    })
    .where(holdsLease(database, lease));
}

function holdsLease(database: WorkspaceDatabase, lease: ItemLease) {
  return and(
    eq(workflowItems.workspaceId, database.workspaceId),
    eq(workflowItems.runId, lease.runId),
    eq(workflowItems.position, lease.position),
    eq(workflowItems.leaseToken, lease.leaseToken),
    eq(workflowItems.status, 'running'),
  );
}
