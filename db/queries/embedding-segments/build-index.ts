import { sql } from 'drizzle-orm';
import type { Executor } from '../../client.ts';
import { refusalOf } from '../../refusal-of.ts';
import type { VectorType } from '../../schema/embeddings.ts';
import { partitionOf } from './find-segments.ts';

export interface SegmentToIndex {
  readonly number: number;
  readonly dimensions: number;
  readonly vectorType: VectorType;
  readonly rowCount: number;
}

/**
 * What a row takes while the index is built (m = 16), beside its vector. Beyond the memory that is allowed
 * building takes several times as long.
 */
const BUILD_BYTES_PER_ROW = 600;
const MAX_BUILD_MEGABYTES = 1_024;
/** Also of memory: workers that build together share some, of which a container has 64 MB unless told otherwise. */
const DISK_FULL = '53100';

/** Builds the index that a segment's nearest vectors are found through. */
export async function buildIndex(transaction: Executor, segment: SegmentToIndex): Promise<void> {
  const bytes = segment.rowCount * (BUILD_BYTES_PER_ROW + segment.dimensions * 4);
  const megabytes = Math.min(Math.ceil(bytes / 2 ** 20) + 16, MAX_BUILD_MEGABYTES);
  await transaction.execute(
    sql`select set_config('maintenance_work_mem', ${`${megabytes}MB`}, true)`,
  );
  try {
    await transaction.transaction((savepoint) => createIndex(savepoint, segment));
  } catch (error) {
    if (refusalOf(error)?.code !== DISK_FULL) throw error;
    await transaction.execute(
      sql`select set_config('max_parallel_maintenance_workers', '0', true)`,
    );
    await createIndex(transaction, segment);
  }
  // Without statistics the planner takes the index for the longer way.
  await transaction.execute(sql`analyze ${partitionOf(segment)}`);
}

async function createIndex(
  executor: Executor,
  segment: Omit<SegmentToIndex, 'rowCount'>,
): Promise<void> {
  const type = sql.raw(segment.vectorType);
  await executor.execute(sql`
    create index on ${partitionOf(segment)}
    using hnsw ((embedding::${type}(${sql.raw(String(segment.dimensions))})) ${sql.raw(`${segment.vectorType}_cosine_ops`)})
    with (m = 16, ef_construction = 64)`);
}
