import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../contract/ids.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import type { ChunkTerms } from './chunk-terms.ts';
import { buildPostingLists, MAX_LENGTH } from './posting-list.ts';
import { insertSegment, writeLists } from './write-segment.ts';

/**
 * Writes the postings of chunks that will serve, where no search sees them before `serveStagedSegments`.
 * Outside of a transaction, what a crash leaves goes with `discardStagedSegments`; `begin` makes sure that
 * nobody begins a segment who is not to: once it is discarded, nothing more can be written to it.
 */
export async function stageSegment(
  database: WorkspaceDatabase,
  segment: {
    readonly segmentId: string;
    readonly documentId: DocumentId;
    readonly chunks: readonly ChunkTerms[];
  },
  begin: (insert: (step: WorkspaceDatabase) => Promise<void>) => Promise<void> = (insert) =>
    insert(database),
): Promise<void> {
  const { segmentId, documentId, chunks } = segment;
  const lengths = chunks.map((chunk) => Math.min(chunk.terms.length, MAX_LENGTH));
  const lists = buildPostingLists(chunks);
  const totalLength = lengths.reduce((total, length) => total + length, 0);
  const counts = { chunkCount: chunks.length, totalLength };
  const written = { id: segmentId, isHistory: false, stagedFor: documentId, ...counts, lists };
  await begin((step) => insertSegment(step, written));
  await writeLists(database, written);
}

/**
 * Lets searches see what is staged for a document; to be called in the transaction that makes its chunks
 * serve.
 */
export async function serveStagedSegments(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await database.executor.execute(sql`
    update lexical_segments
    set staged_for = null
    where workspace_id = ${database.workspaceId} and staged_for = ${documentId}`);
}
