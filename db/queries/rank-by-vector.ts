import { sql, type SQL } from 'drizzle-orm';
import type { EmbeddingProfile } from '../../contract/collection.ts';
import { ChunkId } from '../../contract/ids.ts';
import { bigintArray } from '../array-parameters.ts';
import { binaryVector } from '../binary-array.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { chunkServes } from './as-of.ts';
import { isReadable } from './readable.ts';
import { matchesFilters, type SearchScope } from './search-scope.ts';

/** The question as one embedding profile sees it. */
export interface QuestionVector {
  readonly profile: EmbeddingProfile;
  readonly vector: Float32Array;
}

export interface RankedChunk {
  readonly chunkId: ChunkId;
  readonly rank: number;
  readonly similarity: number;
}

/**
 * Where the best of some chunks stands by cosine similarity among all that are in scope and that the reader may
 * read: exact, at any depth, whatever that of the scope; ties by chunk number. Null when none of them has a vector.
 */
export async function rankByVector(
  database: WorkspaceDatabase,
  wanted: {
    readonly numbers: readonly number[];
    /** At least one. */
    readonly vectors: readonly QuestionVector[];
    readonly scope: SearchScope;
  },
): Promise<RankedChunk | null> {
  const { numbers, vectors, scope } = wanted;
  const perProfile = vectors.map((vector) =>
    similarities(database, { vector, scope, isOnly: vectors.length === 1 }),
  );
  const result = await database.executor.execute<{ id: string; score: number; rank: number }>(sql`
    with scored as materialized (${sql.join(perProfile, sql` union all `)}),
    best as (
      select * from scored where number = any(${bigintArray(numbers)}) order by score desc, number limit 1)
    select best.id, best.score, (
      select count(*)::int + 1
      from scored
      where scored.score > best.score or (scored.score = best.score and scored.number < best.number)) as rank
    from best`);
  const [row] = result.rows;
  if (row === undefined) return null;
  const similarity = Math.min(1, Math.max(-1, row.score));
  return { chunkId: ChunkId.parse(row.id), rank: row.rank, similarity };
}

/**
 * The profile is found by what it is, since its collection may have changed to another one; vectors stay. Only
 * where several were searched does its collection say which of them a chunk had.
 */
function similarities(
  database: WorkspaceDatabase,
  {
    vector: { profile, vector },
    scope,
    isOnly,
  }: {
    readonly vector: QuestionVector;
    readonly scope: SearchScope;
    readonly isOnly: boolean;
  },
): SQL {
  const isProfile = sql`workspace_id = ${database.workspaceId} and adapter = ${profile.adapter}
    and name = ${profile.name} and version = ${profile.version} and dimensions = ${profile.dimensions}`;
  return sql`(
    with profile as (select id from embedding_profiles where ${isProfile}),
    held as materialized (
      select c.number, c.id, c.embedding_hash
      from chunks c
      join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where c.workspace_id = ${database.workspaceId}
        and ${isOnly ? sql`true` : sql`k.profile_id = (select id from profile)`}
        and ${chunkServes(scope.asOf)}
        and ${matchesFilters(scope)}
        and ${isReadable(scope.reader)})
    select held.number, held.id, 1 - min(near.distance) as score
    from text_distances(${database.workspaceId}, (select id from profile), ${binaryVector(vector)},
      (select array_agg(distinct embedding_hash) from held)) near
    join held on held.embedding_hash = near.hash
    group by held.number, held.id)`;
}
