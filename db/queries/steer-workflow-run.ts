import { sql } from 'drizzle-orm';
import type { WorkflowRunId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';

/** No further ticket of the run is leased. False when it is paused already or has ended. */
export async function pauseWorkflowRun(
  database: WorkspaceDatabase,
  id: WorkflowRunId,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update workflow_runs r
    set paused_at = now()
    where r.workspace_id = ${database.workspaceId} and r.id = ${id}
      and r.paused_at is null and ${isOpen}
    returning r.id`);
  return result.rows.length > 0;
}

/** False when the run is not paused or has ended. */
export async function resumeWorkflowRun(
  database: WorkspaceDatabase,
  id: WorkflowRunId,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update workflow_runs r
    set paused_at = null
    where r.workspace_id = ${database.workspaceId} and r.id = ${id}
      and r.paused_at is not null and ${isOpen}
    returning r.id`);
  return result.rows.length > 0;
}

/** Ends every ticket that waits or runs: who has one of them loses its lease, and stores nothing. */
export function cancelWorkflowRun(
  database: WorkspaceDatabase,
  id: WorkflowRunId,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const result = await transaction.executor.execute(sql`
      update workflow_runs r
      set cancelled_at = now()
      where r.workspace_id = ${database.workspaceId} and r.id = ${id} and ${isOpen}
      returning r.id`);
    if (result.rows.length === 0) return false;
    await transaction.executor.execute(sql`
      update workflow_items
      set status = 'cancelled', lease_token = null, lease_until = null, finished_at = now()
      where workspace_id = ${database.workspaceId} and run_id = ${id}
        and status in ('queued', 'running')`);
    return true;
  });
}

/** Queues the failed and cancelled tickets of a run again. False when there are none. */
export function retryWorkflowRun(database: WorkspaceDatabase, id: WorkflowRunId): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const result = await transaction.executor.execute(sql`
      update workflow_items
      set status = 'queued', attempts = 0, failures = 0, run_after = now(), finished_at = null,
          error_code = null, error_detail = null
      where workspace_id = ${database.workspaceId} and run_id = ${id}
        and status in ('failed', 'cancelled')`);
    if (result.rowCount === 0) return false;
    await transaction.executor.execute(sql`
      update workflow_runs
      set cancelled_at = null, paused_at = null
      where workspace_id = ${database.workspaceId} and id = ${id}`);
    return true;
  });
}

const isOpen = sql`exists (
  select 1
  from workflow_items item
  where item.workspace_id = r.workspace_id and item.run_id = r.id
    and item.status in ('queued', 'running'))`;
