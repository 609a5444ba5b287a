import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../contract/ids.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import { buildPostingLists, MAX_LENGTH, POSTING_BYTES, type ChunkTerms } from './posting-list.ts';
import { writeLists } from './write-lists.ts';

/**
 * Writes the postings of chunks that will serve, where no search sees them before `serveSegment`. Outside
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

/** Lets searches see a staged segment; to be called in the transaction that makes its chunks serve. */
export async function serveSegment(database: WorkspaceDatabase, segmentId: string): Promise<void> {
  const result = await database.executor.execute(sql`
    update lexical_segments
    set staged_for = null
    where workspace_id = ${database.workspaceId} and id = ${segmentId} and staged_for is not null`);
  if (result.rowCount !== 1) throw new Error('The segment that was to serve is not staged.');
}

/** Removes what was staged for a document and never served. */
export async function discardStagedSegments(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await database.executor.execute(sql`
    with discarded as (
      delete from lexical_segments
      where workspace_id = ${database.workspaceId} and staged_for = ${documentId}
      returning id)
    delete from posting_lists
    where workspace_id = ${database.workspaceId} and segment_id in (select id from discarded)`);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
