import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../contract/ids.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import type { ChunkTerms } from './chunk-terms.ts';
import { buildPostingLists, MAX_LENGTH, POSTING_BYTES } from './posting-list.ts';
import { writeLists } from './write-lists.ts';

/**
 * Writes the postings of chunks that will serve, where no search sees them before `serveStagedSegments`. Outside
 * of a transaction, what a crash leaves goes with `discardStagedSegments`.
 */
export async function stageSegment(
  database: WorkspaceDatabase,
  segment: {
    readonly segmentId: string;
    readonly documentId: DocumentId;
    readonly chunks: readonly ChunkTerms[];
  },
): Promise<void> {
  const { segmentId, documentId, chunks } = segment;
  const lists = buildPostingLists(chunks);
  const lengths = chunks.map((chunk) => Math.min(chunk.terms.length, MAX_LENGTH));
  const byteCounts = [...lists.values()].map((list) => list.length);
  await database.executor.execute(sql`
    insert into lexical_segments (workspace_id, id, staged_for, chunk_count, total_length, posting_count)
    values (${database.workspaceId}, ${segmentId}, ${documentId}, ${chunks.length}, ${sumOf(lengths)},
      ${sumOf(byteCounts) / POSTING_BYTES})`);
  if (!(await writeLists(database, segmentId, lists))) {
    throw new Error('The staged segment was discarded while it was being written.');
  }
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

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
