import type { DocumentId, IngestRunId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { endOpenJobs } from './lease-job.ts';
import { clearTheWay } from './stage-version.ts';
import { lockDocument, switchToVersion, type VersionSwitch } from './switch-to-version.ts';
import { tellStaleAnswers } from './tell-stale-answers.ts';

/**
 * Takes a document out of retrieval; versions, chunks and vectors stay for the traces that cite them.
 * What is still being ingested of it is given up, and what waits for approval withdrawn, so that it does not
 * come back by itself.
 */
export function retireDocument(
  database: WorkspaceDatabase,
  documentId: DocumentId,
  runId: IngestRunId | null = null,
): Promise<VersionSwitch> {
  return inTransaction(database, async (transaction) => {
    await endOpenJobs(transaction, documentId);
    await lockDocument(transaction, documentId);
    await clearTheWay(transaction, documentId);
    const change = await switchToVersion(transaction, { documentId, version: null, runId });
    await tellStaleAnswers(transaction, { ...change, documentId, runId });
    return change;
  });
}
