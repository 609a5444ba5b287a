import { sql, type SQL } from 'drizzle-orm';
import type { EmbeddingProfileId } from '../../../contract/ids.ts';
import type { SegmentState, VectorType } from '../../schema/embeddings.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';

/** A segment of a profile's vectors. */
export interface EmbeddingSegment {
  readonly number: number;
  readonly dimensions: number;
  readonly vectorType: VectorType;
  readonly state: SegmentState;
  /** Null while it is open. */
  readonly rowCount: number | null;
}

/** The segments that hold a profile's vectors, the oldest first; none before the first vector. */
export async function findSegments(
  database: WorkspaceDatabase,
  profileId: EmbeddingProfileId,
): Promise<readonly EmbeddingSegment[]> {
  const result = await database.executor.execute<{
    number: number;
    dimensions: number;
    vector_type: VectorType;
    state: SegmentState;
    row_count: number | null;
  }>(sql`
    select number, dimensions, vector_type, state, row_count
    from embedding_segments
    where workspace_id = ${database.workspaceId} and profile_id = ${profileId}
    order by number`);
  return result.rows.map(({ vector_type: vectorType, row_count: rowCount, ...row }) => ({
    ...row,
    vectorType,
    rowCount,
  }));
}

/**
 * The partition of a segment. Named outright, it is planned in half the time that the partitioned table
 * takes, however many workspaces there are.
 */
export function partitionOf({ number }: Pick<EmbeddingSegment, 'number'>): SQL {
  return sql.raw(`embeddings_${Math.trunc(number)}`);
}
