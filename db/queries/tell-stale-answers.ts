import { sql } from 'drizzle-orm';
import type { DocumentId, IngestRunId } from '../../contract/ids.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { recordEvent } from './webhook-deliveries.ts';

/**
 * Tells webhooks what a switch has made stale which no run will tell of: somebody made it by hand, or the run
 * that brought the version has ended before it was approved. Called in the transaction of the switch.
 */
export async function tellStaleAnswers(
  transaction: WorkspaceDatabase,
  change: {
    readonly documentId: DocumentId;
    readonly runId: IngestRunId | null;
    readonly staleAnswers: number;
  },
): Promise<void> {
  const { documentId, runId, staleAnswers } = change;
  if (staleAnswers === 0) return;
  if (runId !== null && !(await hasBeenAnnounced(transaction, runId))) return;
  await recordEvent(transaction, {
    event: 'answers.stale',
    payload: { run_id: runId, count: staleAnswers, document_ids: [documentId] },
  });
}

/** The lock keeps a run from being announced with what it counts before this transaction commits. */
async function hasBeenAnnounced(
  transaction: WorkspaceDatabase,
  runId: IngestRunId,
): Promise<boolean> {
  const result = await transaction.executor.execute<{ is_announced: boolean }>(sql`
    select announced_at is not null as is_announced
    from ingest_runs
    where workspace_id = ${transaction.workspaceId} and id = ${runId}
    for no key update`);
  return result.rows[0]?.is_announced ?? false;
}
