import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../contract/ids.ts';
import { binaryByteaArray, binaryTextArray } from '../../binary-array.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';
import { POSTING_BYTES } from './posting-list.ts';

export interface NewSegment {
  readonly id: string;
  readonly isHistory: boolean;
  /** Null is searched as soon as it is committed. */
  readonly stagedFor: DocumentId | null;
  readonly chunkCount: number;
  readonly totalLength: number;
  readonly lists: ReadonlyMap<string, Buffer>;
}

/** Throws when the segment is discarded while its lists are being written. */
export async function writeSegment(
  database: WorkspaceDatabase,
  segment: NewSegment,
): Promise<void> {
  await insertSegment(database, segment);
  await writeLists(database, segment);
}

/** The first half of `writeSegment`: the segment without its lists. */
export async function insertSegment(
  database: WorkspaceDatabase,
  segment: NewSegment,
): Promise<void> {
  const { id, isHistory, stagedFor, chunkCount, totalLength, lists } = segment;
  const byteCount = [...lists.values()].reduce((total, list) => total + list.length, 0);
  await database.executor.execute(sql`
    insert into lexical_segments (
      workspace_id, id, is_history, staged_for, chunk_count, total_length, posting_count)
    values (${database.workspaceId}, ${id}, ${isHistory}, ${stagedFor}, ${chunkCount}, ${totalLength},
      ${byteCount / POSTING_BYTES})`);
}

/** The other half. Throws when the segment is discarded meanwhile. */
export async function writeLists(
  database: WorkspaceDatabase,
  { id, lists }: Pick<NewSegment, 'id' | 'lists'>,
): Promise<void> {
  for (const batch of batchesOf(lists)) await writeBatch(database, id, batch);
}

type List = readonly [term: string, postings: Buffer];

/** Keeps a statement's parameters at a few megabytes. */
const MAX_LISTS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;

function* batchesOf(lists: ReadonlyMap<string, Buffer>): Generator<readonly List[]> {
  let batch: List[] = [];
  let byteCount = 0;
  // In the order of the index, which then grows at its end.
  for (const list of [...lists].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
    const isFull = batch.length === MAX_LISTS || byteCount + list[1].length > MAX_BYTES;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      byteCount = 0;
    }
    batch.push(list);
    byteCount += list[1].length;
  }
  if (batch.length > 0) yield batch;
}

/** The lock on the segment's row lets nobody discard it without these lists. */
async function writeBatch(
  database: WorkspaceDatabase,
  segmentId: string,
  batch: readonly List[],
): Promise<void> {
  const result = await database.executor.execute(sql`
    insert into posting_lists (workspace_id, term, segment_id, posting_count, postings)
    select ${database.workspaceId}, new.term, s.id, length(new.postings) / ${POSTING_BYTES}::integer, new.postings
    from (
      select id
      from lexical_segments
      where workspace_id = ${database.workspaceId} and id = ${segmentId}
      for key share) s
    cross join unnest(
      ${binaryTextArray(batch.map(([term]) => term))},
      ${binaryByteaArray(batch.map(([, postings]) => postings))}) as new (term, postings)`);
  if (result.rowCount !== batch.length) {
    throw new Error('The segment was discarded while it was being written.');
  }
}
