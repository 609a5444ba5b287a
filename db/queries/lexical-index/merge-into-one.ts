import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { sumOf } from '../../../core/statistics/sum-of.ts';
import { binaryBigintArray, binaryUuidArray } from '../../binary-array.ts';
import { inTransaction, type WorkspaceDatabase } from '../../workspace-database.ts';
import {
  chunkNumbersOf,
  EVERY_CHUNK,
  lengthsOf,
  mergePostings,
  splitPostings,
} from './posting-list.ts';
import { writeSegment } from './write-segment.ts';

/**
 * Replaces segments of one kind by one, and moves what is dead in them to a history segment. False when
 * another is at it, or when there is nothing to do.
 */
export async function mergeIntoOne(
  database: WorkspaceDatabase,
  segmentIds: readonly string[],
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const segments = await lockSegments(transaction, segmentIds);
    const [first] = segments;
    if (first === undefined || segments.length < segmentIds.length) return false;
    const lists = await readLists(transaction, segmentIds);
    const buried = first.isHistory ? NOTHING : await takeTombstones(transaction, lists);
    if (segments.length === 1 && buried.size === 0) return false;
    const { live, dead } = divide(lists, buried);
    await removeSegments(transaction, segmentIds);
    if (first.isHistory) {
      await writeHistory(transaction, live);
      return true;
    }
    await writeSegment(transaction, {
      id: randomUUID(),
      isHistory: false,
      stagedFor: null,
      chunkCount: sumOf(segments.map((segment) => segment.chunkCount)) - buried.size,
      totalLength:
        sumOf(segments.map((segment) => segment.totalLength)) - sumOf([...buried.values()]),
      lists: live,
    });
    await writeHistory(transaction, dead);
    return true;
  });
}

type Lists = ReadonlyMap<string, readonly Buffer[]>;

const NOTHING: ReadonlyMap<number, number> = new Map();

async function lockSegments(database: WorkspaceDatabase, segmentIds: readonly string[]) {
  const result = await database.executor.execute<{
    is_history: boolean;
    chunk_count: number;
    total_length: string;
  }>(sql`
    select is_history, chunk_count, total_length::text as total_length
    from lexical_segments
    where workspace_id = ${database.workspaceId}
      and id = any(${binaryUuidArray(segmentIds)})
      and staged_for is null
    for update skip locked`);
  return result.rows.map((row) => ({
    isHistory: row.is_history,
    chunkCount: row.chunk_count,
    totalLength: Number(row.total_length),
  }));
}

async function readLists(
  database: WorkspaceDatabase,
  segmentIds: readonly string[],
): Promise<Lists> {
  const result = await database.executor.execute<{ term: string; postings: Buffer }>(sql`
    select term, postings
    from posting_lists
    where workspace_id = ${database.workspaceId} and segment_id = any(${binaryUuidArray(segmentIds)})`);
  const lists = new Map<string, Buffer[]>();
  for (const { term, postings } of result.rows) {
    const known = lists.get(term);
    if (known === undefined) lists.set(term, [postings]);
    else known.push(postings);
  }
  return lists;
}

/**
 * The dead chunks of these lists with their lengths, no longer entombed. One that is just being revived is
 * left alone: locked by the other, it counts as alive here, and stays dead if the other gives up.
 */
async function takeTombstones(
  database: WorkspaceDatabase,
  lists: Lists,
): Promise<ReadonlyMap<number, number>> {
  const chunkNumbers = (lists.get(EVERY_CHUNK) ?? []).flatMap(chunkNumbersOf);
  const result = await database.executor.execute<{ chunk_number: string; length: number }>(sql`
    with taken as materialized (
      select chunk_number
      from lexical_tombstones
      where workspace_id = ${database.workspaceId} and chunk_number = any(${binaryBigintArray(chunkNumbers)})
      for update skip locked)
    delete from lexical_tombstones
    where workspace_id = ${database.workspaceId} and chunk_number in (select chunk_number from taken)
    returning chunk_number::text as chunk_number, length`);
  return new Map(result.rows.map((row) => [Number(row.chunk_number), row.length]));
}

function divide(lists: Lists, buried: ReadonlyMap<number, number>) {
  const live = new Map<string, Buffer>();
  const dead = new Map<string, Buffer>();
  for (const [term, parts] of lists) {
    const merged = mergePostings(parts);
    const { inside, outside } = splitPostings(merged, buried);
    if (inside.length > 0) dead.set(term, inside);
    if (outside.length > 0) live.set(term, outside);
  }
  return { live, dead };
}

async function removeSegments(
  database: WorkspaceDatabase,
  segmentIds: readonly string[],
): Promise<void> {
  await database.executor.execute(sql`
    delete from posting_lists
    where workspace_id = ${database.workspaceId} and segment_id = any(${binaryUuidArray(segmentIds)})`);
  await database.executor.execute(sql`
    delete from lexical_segments
    where workspace_id = ${database.workspaceId} and id = any(${binaryUuidArray(segmentIds)})`);
}

async function writeHistory(
  database: WorkspaceDatabase,
  lists: ReadonlyMap<string, Buffer>,
): Promise<void> {
  const chunks = lists.get(EVERY_CHUNK);
  if (chunks === undefined) return;
  const lengths = lengthsOf(chunks);
  await writeSegment(database, {
    id: randomUUID(),
    isHistory: true,
    stagedFor: null,
    chunkCount: lengths.length,
    totalLength: sumOf(lengths),
    lists,
  });
}
