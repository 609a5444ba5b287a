import { sql } from 'drizzle-orm';
import { EmbeddingProfileId, WorkspaceId } from '../../../contract/ids.ts';
import type { Database } from '../../client.ts';
import { inLongTransaction } from '../../long-transaction.ts';
import type { VectorType } from '../../schema/embeddings.ts';
import { buildIndex } from './build-index.ts';
import { dropMergedSegment } from './drop-merged.ts';
import { partitionOf } from './find-segments.ts';
import { mergeIndexedSegments } from './merge-segments.ts';
import { DEFAULT_SEGMENT_LIMITS, type SegmentLimits } from './segment-limits.ts';

/**
 * One step of keeping exact scans short and indexes few, in all workspaces; to be called until it returns false. It
 * seals an open segment that has grown large, or else builds the index of one that is sealed, or else merges some that
 * have one, or drops what was merged. Several may be at it: none does what another one does. What a crash undoes is
 * done again. Aborting ends a build.
 */
export async function indexSegments(
  database: Database,
  {
    signal,
    limits = DEFAULT_SEGMENT_LIMITS,
  }: { readonly signal: AbortSignal; readonly limits?: SegmentLimits },
): Promise<boolean> {
  if (await isEmbedded(database)) return false;
  for (const segment of await findLarge(database, limits)) {
    if (await sealSegment(database, segment)) return true;
  }
  return (
    (await indexNextSegment(database, signal)) ||
    (await mergeIndexedSegments(database, { signal, limits })) ||
    (await dropMergedSegment(database))
  );
}

/** Building an index would keep the embedded database, which does one thing at a time, from all else. */
async function isEmbedded(database: Database): Promise<boolean> {
  const { rows } = await database.executor.execute<{ is_embedded: boolean }>(
    sql`select version() like '%emscripten%' as is_embedded`,
  );
  return rows[0]?.is_embedded === true;
}

interface LargeSegment {
  readonly workspaceId: WorkspaceId;
  readonly profileId: EmbeddingProfileId;
  readonly number: number;
  readonly rowLimit: number;
}

/**
 * Open segments whose files are large enough to hold as many rows as they may: a row takes 88 bytes beside
 * the numbers of its vector, and none is stored out of line.
 */
async function findLarge(
  database: Database,
  { minRows, share, maxRows }: SegmentLimits,
): Promise<readonly LargeSegment[]> {
  const { rows } = await database.executor.execute<{
    workspace_id: string;
    profile_id: string;
    number: number;
    row_limit: number;
  }>(sql`
    select open.workspace_id, open.profile_id, open.number, allowed.row_limit
    from embedding_segments open
    cross join lateral (
      select least(${maxRows}, greatest(${minRows}, coalesce(sum(older.row_count), 0) * ${share}::real))::int as row_limit
      from embedding_segments older
      where older.workspace_id = open.workspace_id and older.profile_id = open.profile_id) allowed
    where open.state = 'open'
      and pg_relation_size('embeddings_' || open.number) >= allowed.row_limit::bigint * (88 + 2 * open.dimensions)
    order by open.number`);
  return rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    profileId: EmbeddingProfileId.parse(row.profile_id),
    number: row.number,
    rowLimit: row.row_limit,
  }));
}

/** Waits for those who write to the segment; from then on they write to the next one. */
async function sealSegment(
  database: Database,
  { workspaceId, profileId, number, rowLimit }: LargeSegment,
): Promise<boolean> {
  return database.executor.transaction(async (transaction) => {
    const isSegment = sql`workspace_id = ${workspaceId} and profile_id = ${profileId} and number = ${number}`;
    const locked = await transaction.execute(sql`
      select 1 from embedding_segments where ${isSegment} and state = 'open' for update`);
    if (locked.rows.length === 0) return false;
    const counted = await transaction.execute<{ count: number }>(
      sql`select count(*)::int as count from ${partitionOf({ number })} where workspace_id = ${workspaceId}`,
    );
    const rowCount = counted.rows[0]?.count ?? 0;
    if (rowCount < rowLimit) return false;
    await transaction.execute(sql`
      update embedding_segments set state = 'sealed', row_count = ${rowCount} where ${isSegment}`);
    await transaction.execute(sql`select open_embedding_segment(${workspaceId}, ${profileId})`);
    return true;
  });
}

/** In one transaction: a segment that is marked as indexed has its index, whatever happens. */
function indexNextSegment(database: Database, signal: AbortSignal): Promise<boolean> {
  return inLongTransaction(database, signal, async (transaction) => {
    const { rows } = await transaction.execute<SealedSegment>(sql`
      select workspace_id, number, dimensions, vector_type, row_count
      from embedding_segments
      where state = 'sealed'
      order by number
      limit 1
      for update skip locked`);
    const [segment] = rows;
    if (segment === undefined) return false;
    const { number, dimensions, vector_type: vectorType, row_count: rowCount } = segment;
    await buildIndex(transaction, { number, dimensions, vectorType, rowCount });
    await transaction.execute(sql`
      update embedding_segments
      set state = 'indexed'
      where workspace_id = ${segment.workspace_id} and number = ${number}`);
    return true;
  });
}

interface SealedSegment extends Record<string, unknown> {
  readonly workspace_id: string;
  readonly number: number;
  readonly dimensions: number;
  readonly vector_type: VectorType;
  readonly row_count: number;
}
