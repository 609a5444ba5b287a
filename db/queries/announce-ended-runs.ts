import { sql } from 'drizzle-orm';
import { DocumentId, IngestRunId, WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../workspace-database.ts';
import { findIngestRun } from './ingest-runs.ts';
import { recordEvent } from './webhook-deliveries.ts';

const RUNS_AT_A_TIME = 20;
const MAX_DOCUMENTS_NAMED = 100;

/**
 * Records the events of runs of any workspace that have ended, once for each ending: a run that was tried
 * again ends again. Returns how many there were.
 */
export async function announceEndedRuns(database: Database): Promise<number> {
  const result = await database.executor.execute<{ workspace_id: string; id: string }>(sql`
    select r.workspace_id, r.id
    from ingest_runs r
    where r.announced_at is null and ${hasEnded}
    order by r.workspace_id, r.id
    limit ${RUNS_AT_A_TIME}`);
  let count = 0;
  for (const row of result.rows) {
    const workspace = inWorkspace(database, WorkspaceId.parse(row.workspace_id));
    if (await announceRun(workspace, IngestRunId.parse(row.id))) count += 1;
  }
  return count;
}

/**
 * False when the run has not ended, or was announced. The lock comes first, so that what the update sees
 * is what stands after whoever held the run before.
 */
export function announceRun(database: WorkspaceDatabase, id: IngestRunId): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const locked = await transaction.executor.execute(sql`
      select 1 from ingest_runs
      where workspace_id = ${database.workspaceId} and id = ${id}
      for no key update skip locked`);
    if (locked.rows.length === 0) return false;
    const claimed = await transaction.executor.execute(sql`
      update ingest_runs r
      set announced_at = now()
      where r.workspace_id = ${database.workspaceId} and r.id = ${id}
        and r.announced_at is null and ${hasEnded}
      returning r.id`);
    if (claimed.rows.length === 0) return false;
    await recordEnding(transaction, id);
    return true;
  });
}

async function recordEnding(transaction: WorkspaceDatabase, id: IngestRunId): Promise<void> {
  const run = await findIngestRun(transaction, { id, reader: null });
  if (run === null) return;
  const { kind, status, documents, stale_answers: staleAnswers } = run;
  const payload = { run_id: id, kind, status, documents, stale_answers: staleAnswers };
  await recordEvent(transaction, { event: 'ingest_run.finished', payload });
  if (staleAnswers === 0) return;
  const documentIds = await findDocumentsWithStaleAnswers(transaction, id);
  await recordEvent(transaction, {
    event: 'answers.stale',
    payload: { run_id: id, count: staleAnswers, document_ids: [...documentIds] },
  });
}

async function findDocumentsWithStaleAnswers(
  database: WorkspaceDatabase,
  id: IngestRunId,
): Promise<readonly DocumentId[]> {
  const result = await database.executor.execute<{ document_id: string }>(sql`
    select distinct document_id
    from stale_citations
    where workspace_id = ${database.workspaceId} and run_id = ${id} and cleared_at is null
    order by document_id
    limit ${MAX_DOCUMENTS_NAMED}`);
  return result.rows.map((row) => DocumentId.parse(row.document_id));
}

const hasEnded = sql`r.sync_status is distinct from 'queued' and r.sync_status is distinct from 'running'
  and not exists (
    select 1
    from ingest_jobs job
    where job.workspace_id = r.workspace_id and job.run_id = r.id
      and job.status in ('queued', 'running'))`;
