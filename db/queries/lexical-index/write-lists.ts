import { sql } from 'drizzle-orm';
import { binaryByteaArray, binaryTextArray } from '../../binary-array.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';

/** Keeps a statement's parameters at a few megabytes. */
const MAX_LISTS = 5_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Adds lists to a segment whose row is there; false when it has been taken away meanwhile. */
export async function writeLists(
  database: WorkspaceDatabase,
  segmentId: string,
  lists: ReadonlyMap<string, Buffer>,
): Promise<boolean> {
  for (const batch of batchesOf(lists)) {
    const result = await database.executor.execute(sql`
      insert into posting_lists (workspace_id, term, segment_id, posting_count, postings)
      select ${database.workspaceId}, new.term, s.id, length(new.postings) / 8, new.postings
      from (
        select id from lexical_segments where workspace_id = ${database.workspaceId} and id = ${segmentId} for key share
      ) s
      cross join unnest(
        ${binaryTextArray(batch.map(([term]) => term))},
        ${binaryByteaArray(batch.map(([, postings]) => postings))}) as new (term, postings)`);
    if (result.rowCount !== batch.length) return false;
  }
  return true;
}

type List = readonly [term: string, postings: Buffer];

function* batchesOf(lists: ReadonlyMap<string, Buffer>): Generator<readonly List[]> {
  let batch: List[] = [];
  let byteCount = 0;
  // In the order of the index, whose pages are then written one after the other.
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
