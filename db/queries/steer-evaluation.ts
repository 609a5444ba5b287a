import { sql } from 'drizzle-orm';
import { EvaluationId, WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** A run that this server may work on until its lease runs out. */
export interface LeasedEvaluation {
  readonly workspaceId: WorkspaceId;
  readonly id: EvaluationId;
  readonly leaseToken: string;
}

/** Leases the next run of any workspace, or takes over one whose server is gone; null when nothing waits. */
export async function leaseEvaluation(
  database: Database,
  lease: { readonly token: string; readonly seconds: number },
): Promise<LeasedEvaluation | null> {
  const result = await database.executor.execute<{ workspace_id: string; id: string }>(sql`
    update evaluation_runs as leased
    set status = 'running',
        lease_token = ${lease.token}::uuid,
        lease_until = now() + make_interval(secs => ${lease.seconds}::double precision),
        started_at = coalesce(leased.started_at, now())
    where (leased.workspace_id, leased.id) = (
      select e.workspace_id, e.id
      from evaluation_runs e
      where e.status in ('queued', 'running') and (e.status = 'queued' or e.lease_until <= ${storedNow})
      order by e.id
      limit 1
      for update skip locked)
    returning leased.workspace_id, leased.id`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    workspaceId: WorkspaceId.parse(row.workspace_id),
    id: EvaluationId.parse(row.id),
    leaseToken: lease.token,
  };
}

type Lease = Pick<LeasedEvaluation, 'id' | 'leaseToken'>;

/** False when the run was cancelled, or is somebody else's by now. Of 0 seconds, it gives the lease up. */
export async function renewEvaluation(
  database: WorkspaceDatabase,
  { id, leaseToken }: Lease,
  seconds: number,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update evaluation_runs
    set lease_until = now() + make_interval(secs => ${seconds}::double precision)
    where workspace_id = ${database.workspaceId} and id = ${id} and status = 'running'
      and lease_token = ${leaseToken}::uuid
    returning id`);
  return result.rows.length > 0;
}

/** False when the run was cancelled, or is somebody else's by now. A failure ends it as failed. */
export async function endEvaluation(
  database: WorkspaceDatabase,
  { id, leaseToken }: Lease,
  failure: string | null,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update evaluation_runs
    set status = ${failure === null ? 'succeeded' : 'failed'}, failure = ${failure},
        finished_at = now(), lease_token = null, lease_until = null
    where workspace_id = ${database.workspaceId} and id = ${id} and status = 'running'
      and lease_token = ${leaseToken}::uuid
    returning id`);
  return result.rows.length > 0;
}

/** False when the run has ended already. */
export async function cancelEvaluation(
  database: WorkspaceDatabase,
  id: EvaluationId,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update evaluation_runs
    set status = 'cancelled', finished_at = now(), lease_token = null, lease_until = null
    where workspace_id = ${database.workspaceId} and id = ${id} and status in ('queued', 'running')
    returning id`);
  return result.rows.length > 0;
}

/**
 * Queues a run again that has ended, and forgets what failed in it, so that it is tried once more. False when it
 * has not ended, or when there is nothing left to do.
 */
export async function resumeEvaluation(
  transaction: WorkspaceDatabase,
  id: EvaluationId,
): Promise<boolean> {
  const { executor, workspaceId } = transaction;
  const queued = await executor.execute(sql`
    update evaluation_runs e
    set status = 'queued', failure = null, finished_at = null
    where e.workspace_id = ${workspaceId} and e.id = ${id}
      and (e.status in ('cancelled', 'failed') or (e.status = 'succeeded' and exists (
        select 1 from evaluation_results r
        where r.workspace_id = e.workspace_id and r.run_id = e.id
          and r.observation ->> 'kind' = 'failed')))
    returning e.id`);
  if (queued.rows.length === 0) return false;
  await executor.execute(sql`
    delete from evaluation_results
    where workspace_id = ${workspaceId} and run_id = ${id} and observation ->> 'kind' = 'failed'`);
  return true;
}
