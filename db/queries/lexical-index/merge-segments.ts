import { sql } from 'drizzle-orm';
import { WorkspaceId } from '../../../contract/ids.ts';
import type { Database } from '../../client.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../workspace-database.ts';
import { mergeIntoOne } from './merge-into-one.ts';
import { planMerges, type SegmentSize } from './plan-merges.ts';
import { chunkNumbersOf, EVERY_CHUNK } from './posting-list.ts';

/** Dead chunks beyond this share of all that are indexed are moved to history. */
const MAX_DEAD_SHARE = 0.2;

/**
 * One step of keeping the segments of all workspaces few and their dead chunks rare; to be called until it
 * returns false. It changes nothing that a search finds. While documents come in (`isBusy`) it does less. Several may be at it: none waits for another.
 */
export async function mergeSegments(
  database: Database,
  situation: { readonly isBusy?: boolean } = {},
): Promise<boolean> {
  if (!(await takeStep(database, situation))) return false;
  await reclaimSpace(database);
  return true;
}

async function takeStep(
  database: Database,
  situation: { readonly isBusy?: boolean },
): Promise<boolean> {
  for (const merge of planMerges(await findSegmentSizes(database), situation)) {
    const { workspaceId, segmentIds } = merge;
    if (await mergeIntoOne(inWorkspace(database, workspaceId), segmentIds)) return true;
  }
  for (const workspaceId of await findDecayed(database)) {
    if (await buryDeadChunks(inWorkspace(database, workspaceId))) return true;
  }
  return false;
}

/** What is worth a vacuum, and at least so many. */
const MAX_DEAD_ROWS = 50_000;

/**
 * The embedded database has no autovacuum, and merging rewrites more than it keeps. It must not wait for
 * others that vacuum, nor shut searches out while the file is cut off.
 */
async function reclaimSpace(database: Database): Promise<void> {
  await database.executor.execute(sql`select pg_stat_force_next_flush()`);
  const { rows } = await database.executor.execute(sql`
    select 1
    from pg_stat_user_tables
    where relid = 'posting_lists'::regclass and n_dead_tup > greatest(${MAX_DEAD_ROWS}::bigint, n_live_tup / 2)`);
  if (rows.length === 0) return;
  await database.executor.execute(
    sql`vacuum (skip_locked, truncate false) posting_lists, lexical_segments, lexical_tombstones`,
  );
}

async function findSegmentSizes(database: Database): Promise<readonly SegmentSize[]> {
  const result = await database.executor.execute<{
    workspace_id: string;
    id: string;
    is_history: boolean;
    posting_count: string;
  }>(sql`
    select workspace_id, id, is_history, posting_count::text as posting_count
    from lexical_segments
    where staged_for is null`);
  return result.rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    id: row.id,
    isHistory: row.is_history,
    postingCount: Number(row.posting_count),
  }));
}

/** Workspaces with too many dead chunks. */
async function findDecayed(database: Database): Promise<readonly WorkspaceId[]> {
  const result = await database.executor.execute<{ workspace_id: string }>(sql`
    select dead.workspace_id
    from (select workspace_id, count(*) as count from lexical_tombstones group by workspace_id) dead
    join (
      select workspace_id, sum(chunk_count) as count
      from lexical_segments
      where staged_for is null and not is_history
      group by workspace_id) indexed on indexed.workspace_id = dead.workspace_id
    where dead.count > indexed.count * ${MAX_DEAD_SHARE}::real`);
  return result.rows.map((row) => WorkspaceId.parse(row.workspace_id));
}

/** Rewrites the segment with the largest share of dead chunks. */
async function buryDeadChunks(database: WorkspaceDatabase): Promise<boolean> {
  const segments = await database.executor.execute<{ segment_id: string; postings: Buffer }>(sql`
    select p.segment_id, p.postings
    from lexical_segments s
    join posting_lists p on p.workspace_id = s.workspace_id and p.segment_id = s.id and p.term = ${EVERY_CHUNK}
    where s.workspace_id = ${database.workspaceId} and s.staged_for is null and not s.is_history`);
  const tombstones = await database.executor.execute<{ chunk_number: string }>(sql`
    select chunk_number::text as chunk_number
    from lexical_tombstones
    where workspace_id = ${database.workspaceId}`);
  const dead = new Set(tombstones.rows.map((row) => Number(row.chunk_number)));
  const decayed = segments.rows
    .map(({ segment_id: id, postings }) => {
      const chunkNumbers = chunkNumbersOf(postings);
      const deadCount = chunkNumbers.filter((number) => dead.has(number)).length;
      return { id, deadShare: deadCount / chunkNumbers.length };
    })
    .toSorted((left, right) => right.deadShare - left.deadShare);
  for (const { id } of decayed.filter(({ deadShare }) => deadShare > 0)) {
    if (await mergeIntoOne(database, [id])) return true;
  }
  return false;
}
