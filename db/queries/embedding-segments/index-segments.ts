import { sql } from 'drizzle-orm';
import pg from 'pg';
import { EmbeddingProfileId, WorkspaceId } from '../../../contract/ids.ts';
import type { Database, Executor } from '../../client.ts';
import type { VectorType } from '../../schema/embeddings.ts';
import { partitionOf } from './find-segments.ts';

export interface SegmentLimits {
  /** An open segment with so many rows is sealed: scanning them takes ten milliseconds. */
  readonly minRows: number;
  /** It may hold this share of what is sealed already, so that a large profile has few segments. */
  readonly share: number;
  /** But no more than this. */
  readonly maxRows: number;
}

export const DEFAULT_SEGMENT_LIMITS: SegmentLimits = {
  minRows: 10_000,
  share: 0.25,
  maxRows: 50_000,
};

/**
 * One step of keeping exact scans short, in all workspaces; to be called until it returns false. It seals an
 * open segment that has grown large, or else builds the index of one that is sealed. Several may be at it:
 * none does what another one does. What a crash undoes is done again. Aborting ends a build.
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
  return indexNextSegment(database, signal);
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
async function indexNextSegment(database: Database, signal: AbortSignal): Promise<boolean> {
  try {
    return await database.executor.transaction(async (transaction) => {
      const { rows } = await transaction.execute<SealedSegment>(sql`
        select workspace_id, number, dimensions, vector_type, row_count, pg_backend_pid() as backend
        from embedding_segments
        where state = 'sealed'
        order by number
        limit 1
        for update skip locked`);
      const [segment] = rows;
      if (segment === undefined) return false;
      await buildCancelably(transaction, segment, { database, signal });
      await transaction.execute(sql`
        update embedding_segments
        set state = 'indexed'
        where workspace_id = ${segment.workspace_id} and number = ${segment.number}`);
      return true;
    });
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

async function buildCancelably(
  transaction: Executor,
  segment: SealedSegment,
  { database, signal }: { readonly database: Database; readonly signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const cancel = () => void cancelBackend(database, segment.backend);
  signal.addEventListener('abort', cancel);
  try {
    await buildIndex(transaction, segment);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

interface SealedSegment extends Record<string, unknown> {
  readonly workspace_id: string;
  readonly number: number;
  readonly dimensions: number;
  readonly vector_type: VectorType;
  readonly row_count: number;
  readonly backend: number;
}

/**
 * What a row takes while the index is built (m = 16), beside its vector. Beyond the memory that is allowed
 * building takes several times as long.
 */
const BUILD_BYTES_PER_ROW = 600;
const MAX_BUILD_MEGABYTES = 1_024;

async function buildIndex(transaction: Executor, segment: SealedSegment): Promise<void> {
  const { dimensions, row_count: rowCount } = segment;
  const bytes = rowCount * (BUILD_BYTES_PER_ROW + dimensions * 4);
  const megabytes = Math.min(Math.ceil(bytes / 2 ** 20) + 16, MAX_BUILD_MEGABYTES);
  await transaction.execute(sql`
    select set_config('statement_timeout', '0', true),
      set_config('maintenance_work_mem', ${`${megabytes}MB`}, true)`);
  try {
    await transaction.transaction((savepoint) => createIndex(savepoint, segment));
  } catch (error) {
    if (!isSharedMemoryShort(error)) throw error;
    await transaction.execute(
      sql`select set_config('max_parallel_maintenance_workers', '0', true)`,
    );
    await createIndex(transaction, segment);
  }
  // Without statistics the planner takes the index for the longer way.
  await transaction.execute(sql`analyze ${partitionOf(segment)}`);
}

async function createIndex(executor: Executor, segment: SealedSegment): Promise<void> {
  const type = sql.raw(segment.vector_type);
  await executor.execute(sql`
    create index on ${partitionOf(segment)}
    using hnsw ((embedding::${type}(${sql.raw(String(segment.dimensions))})) ${sql.raw(`${segment.vector_type}_cosine_ops`)})
    with (m = 16, ef_construction = 64)`);
}

const DISK_FULL = '53100';

/** Workers that build together share memory, of which a container has 64 MB unless it is told otherwise. */
function isSharedMemoryShort(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof pg.DatabaseError && cause.code === DISK_FULL;
}

async function cancelBackend(database: Database, backend: number): Promise<void> {
  await database.executor.execute(sql`select pg_cancel_backend(${backend})`).catch(() => undefined);
}
