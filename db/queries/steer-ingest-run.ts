import { sql, type SQL } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { DocumentId, type IngestRunId } from '../../contract/ids.ts';
import { uuidArray } from '../array-parameters.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { isReadable, type Reader } from './readable.ts';

/** No further job of the run is leased. False when it is paused already or has ended. */
export async function pauseRun(database: WorkspaceDatabase, id: IngestRunId): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update ingest_runs r
    set paused_at = now()
    where r.workspace_id = ${database.workspaceId} and r.id = ${id}
      and r.paused_at is null and ${isOpen}
    returning r.id`);
  return result.rows.length > 0;
}

/** False when the run is not paused or has ended. */
export async function resumeRun(database: WorkspaceDatabase, id: IngestRunId): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update ingest_runs r
    set paused_at = null
    where r.workspace_id = ${database.workspaceId} and r.id = ${id}
      and r.paused_at is not null and ${isOpen}
    returning r.id`);
  return result.rows.length > 0;
}

/**
 * Ends every job of the run that waits or runs, and the listing of its source. A worker that has one of
 * them loses its lease, and publishes nothing. False when the run has ended already.
 */
export function cancelRun(database: WorkspaceDatabase, id: IngestRunId): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const result = await transaction.executor.execute(sql`
      update ingest_runs r
      set cancelled_at = now(),
          sync_finished_at = case when ${isListed} then now() else sync_finished_at end,
          sync_error = case when ${isListed} then 'The run was cancelled.' else sync_error end,
          sync_lease_token = null,
          sync_lease_until = null,
          sync_status = case when ${isListed} then 'failed' else sync_status end
      where r.workspace_id = ${database.workspaceId} and r.id = ${id} and ${isOpen}
      returning r.id`);
    if (result.rows.length === 0) return false;
    await transaction.executor.execute(sql`
      update ingest_jobs
      set status = 'cancelled', lease_token = null, lease_until = null, finished_at = now()
      where workspace_id = ${database.workspaceId} and run_id = ${id}
        and status in ('queued', 'running')`);
    return true;
  });
}

export interface RetryRequest {
  readonly id: IngestRunId;
  /** Null tries all that failed or were cancelled. */
  readonly documentIds: readonly DocumentId[] | null;
  /** Who may read a document may try it again; null may try every one. */
  readonly reader: Reader | null;
}

/**
 * Queues new jobs of the run for its documents that failed or were cancelled, with the same bytes. A
 * document that was retired, or sent again since, is left alone. Returns which are tried again.
 */
export function retryRun(
  database: WorkspaceDatabase,
  request: RetryRequest,
): Promise<readonly DocumentId[]> {
  return inTransaction(database, async (transaction) => {
    await transaction.executor.execute(sql`
      select 1 from ingest_runs
      where workspace_id = ${database.workspaceId} and id = ${request.id}
      for no key update`);
    const jobs = await findJobsToRetry(transaction, request);
    if (jobs.length === 0) return [];
    await transaction.executor.execute(sql`
      insert into ingest_jobs (
        workspace_id, id, run_id, document_id, original_sha256, file_name, title, mime, settings, status)
      select job.workspace_id, again.id, job.run_id, job.document_id, job.original_sha256,
        job.file_name, job.title, job.mime, job.settings, 'queued'
      from unnest(
        ${uuidArray(jobs.map((job) => job.id))},
        ${uuidArray(jobs.map(() => uuidv7()))}) as again (job_id, id)
      join ingest_jobs job
        on job.workspace_id = ${database.workspaceId} and job.id = again.job_id`);
    await transaction.executor.execute(sql`
      update ingest_runs
      set cancelled_at = null, announced_at = null
      where workspace_id = ${database.workspaceId} and id = ${request.id}`);
    return jobs.map((job) => DocumentId.parse(job.document_id));
  });
}

async function findJobsToRetry(
  database: WorkspaceDatabase,
  { id, documentIds, reader }: RetryRequest,
): Promise<readonly { readonly id: string; readonly document_id: string }[]> {
  const isWanted =
    documentIds === null ? sql`true` : sql`job.document_id = any(${uuidArray(documentIds)})`;
  const result = await database.executor.execute<{ id: string; document_id: string }>(sql`
    select job.id, job.document_id
    from ingest_jobs job
    join documents d on d.workspace_id = job.workspace_id and d.id = job.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where job.workspace_id = ${database.workspaceId} and job.run_id = ${id}
      and job.status in ('failed', 'cancelled')
      and d.retired_at is null
      and ${isWanted}
      and ${reader === null ? sql`true` : isReadable(reader)}
      and not exists (
        select 1
        from ingest_jobs later
        where later.workspace_id = job.workspace_id and later.document_id = job.document_id
          and later.id > job.id)
    order by job.id`);
  return result.rows;
}

const isListed: SQL = sql`r.sync_status in ('queued', 'running')`;

const isOpen: SQL = sql`(${isListed} is true or exists (
  select 1
  from ingest_jobs job
  where job.workspace_id = r.workspace_id and job.run_id = r.id
    and job.status in ('queued', 'running')))`;
