import { sql } from 'drizzle-orm';
import type { ApiKeyId, DocumentId, IngestJobId, IngestRunId } from '../../contract/ids.ts';
import { ingestRuns } from '../schema/ingest.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';

class NothingToIngest extends Error {}

/**
 * Queues the bytes of the version that serves once more, or of the last try where none does, in a run of
 * their own. False when the document is retired.
 */
export async function enqueueReingest(
  database: WorkspaceDatabase,
  reingest: {
    readonly runId: IngestRunId;
    readonly jobId: IngestJobId;
    readonly documentId: DocumentId;
    readonly apiKeyId: ApiKeyId;
    /** What belongs to the same transaction; nothing is queued when it throws. */
    readonly beforeCommit?: (transaction: WorkspaceDatabase) => Promise<void>;
  },
): Promise<boolean> {
  const { runId, jobId, documentId, apiKeyId } = reingest;
  try {
    await inTransaction(database, async (transaction) => {
      await transaction.executor
        .insert(ingestRuns)
        .values({ workspaceId: database.workspaceId, id: runId, kind: 'reindex', apiKeyId });
      const result = await transaction.executor.execute(sql`
        insert into ingest_jobs (
          workspace_id, id, run_id, document_id, original_sha256, file_name, title, mime, status)
        select d.workspace_id, ${jobId}, ${runId}, d.id,
          coalesce(v.original_sha256, last_job.original_sha256),
          coalesce(last_job.file_name, d.source), last_job.title, coalesce(v.mime, last_job.mime), 'queued'
        from documents d
        left join document_versions v
          on v.workspace_id = d.workspace_id and v.document_id = d.id and v.version = d.version
        left join lateral (
          select j.original_sha256, j.file_name, j.title, j.mime
          from ingest_jobs j
          where j.workspace_id = d.workspace_id and j.document_id = d.id
          order by (j.id = v.job_id) desc nulls last, j.id desc
          limit 1) last_job on true
        where d.workspace_id = ${database.workspaceId} and d.id = ${documentId} and d.retired_at is null
          and coalesce(v.original_sha256, last_job.original_sha256) is not null
        returning id`);
      if (result.rows.length === 0) throw new NothingToIngest();
      await reingest.beforeCommit?.(transaction);
    });
    return true;
  } catch (error) {
    if (error instanceof NothingToIngest) return false;
    throw error;
  }
}
