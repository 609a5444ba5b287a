import { v7 as uuidv7 } from 'uuid';
import { createRandom } from '../../../../bench/random.ts';
import { binaryByteaArray, binaryUuidArray } from '../../../../db/binary-array.ts';
import type { Database } from '../../../../db/client.ts';
import { saveEmbeddings } from '../../../../db/queries/embeddings.ts';
import type { Reader } from '../../../../db/queries/readable.ts';
import { searchDense } from '../../../../db/queries/search-dense.ts';
import type { SearchScope } from '../../../../db/queries/search-scope.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { sql } from 'drizzle-orm';
import {
  EVERYONE,
  seedCollection,
  seedWorkspace,
  type SeededWorkspace,
} from '../seed-workspace.ts';

export const DIMENSIONS = 16;
const CHUNKS_PER_DOCUMENT = 5;

interface Chunk {
  readonly number: number;
  readonly vector: Float32Array;
  /** Null is everybody's. */
  readonly group: string | null;
}

/** Chunks with random vectors, beside what a naive search needs to know of them. */
export class VectorWorld {
  readonly #open: Database;
  readonly workspace: SeededWorkspace;
  readonly #random: () => number;
  readonly chunks: Chunk[] = [];

  private constructor(open: Database, workspace: SeededWorkspace, seed: number) {
    this.#open = open;
    this.workspace = workspace;
    this.#random = createRandom(seed);
  }

  static async create(open: Database, name: string, seed = 1): Promise<VectorWorld> {
    const workspace = await seedWorkspace(open, name);
    const profile = { adapter: 'local', name, version: '1', dimensions: DIMENSIONS } as const;
    const collection = await seedCollection(workspace.database, 'vectors', profile);
    return new VectorWorld(open, { ...workspace, ...collection }, seed);
  }

  /** A world over chunks that somebody else made. */
  static over(open: Database, workspace: SeededWorkspace): VectorWorld {
    return new VectorWorld(open, workspace, 1);
  }

  vector(): Float32Array {
    return Float32Array.from({ length: DIMENSIONS }, () => this.#random() - 0.5);
  }

  /** Documents that serve, of five chunks each, with a vector for each chunk. */
  async add(count: number, group: string | null = null): Promise<void> {
    const drafts = Array.from({ length: count }, () => ({
      hash: sha256(uuidv7()),
      vector: this.vector(),
    }));
    await saveEmbeddings(this.workspace.database, {
      profile: this.workspace.profile,
      embeddings: drafts,
    });
    const numbers = await this.addChunks(
      drafts.map(({ hash }) => hash),
      group,
    );
    this.chunks.push(
      ...drafts.map(({ vector }, index) => ({ number: numbers[index] ?? 0, vector, group })),
    );
  }

  /** Chunks of the texts with those hashes; returns their numbers. */
  async addChunks(
    hashes: readonly Buffer[],
    group: string | null = null,
  ): Promise<readonly number[]> {
    const { database, collectionId } = this.workspace;
    const documents = hashes.map(() => '');
    for (let start = 0; start < hashes.length; start += CHUNKS_PER_DOCUMENT) {
      documents.fill(uuidv7(), start, start + CHUNKS_PER_DOCUMENT);
    }
    const { rows } = await database.executor.execute<{ number: number }>(sql`
      with held as (
        select document_id, embedding_hash, position
        from unnest(${binaryUuidArray(documents)}, ${binaryByteaArray(hashes)})
          with ordinality as held (document_id, embedding_hash, position)),
      published as (
        insert into documents (workspace_id, id, collection_id, source, title, tags, classification, acl, version)
        select distinct ${database.workspaceId}::uuid, document_id, ${collectionId}::uuid, document_id::text, 't',
          '{}'::text[], 'public', array_remove(array[${group}::text], null), 1
        from held)
      insert into chunks (workspace_id, id, document_id, collection_id, embedding_hash, occurrence, content_hash,
        text, heading_path, token_count, term_count, is_live)
      select ${database.workspaceId}, gen_random_uuid(), document_id, ${collectionId}, embedding_hash, 0, 'x', 'x',
        '{}', 1, 1, true
      from held
      order by position
      returning number::int as number`);
    return rows.map((row) => row.number);
  }

  search(vector: Float32Array, scope: Partial<SearchScope> = {}) {
    const { database, profile } = this.workspace;
    const whole = { reader: EVERYONE, collections: null, filters: {}, asOf: null, depth: 20 };
    return searchDense(database, { profile, vector, scope: { ...whole, ...scope } });
  }

  /** What a scan of everything finds: the numbers of the nearest that the reader may read. */
  nearest(vector: Float32Array, reader: Reader = EVERYONE, depth = 20): readonly number[] {
    return this.chunks
      .filter(({ group }) => group === null || reader.groups.includes(group))
      .map((chunk) => ({ ...chunk, similarity: cosine(chunk.vector, vector) }))
      .toSorted((left, right) => right.similarity - left.similarity)
      .slice(0, depth)
      .map(({ number }) => number);
  }

  /** The segments of the profile, the open one last, with what their partitions hold. */
  async segments() {
    const { database, profile } = this.workspace;
    const { rows } = await this.#open.pool.query<{
      state: string;
      row_count: number | null;
      rows: number;
      indexes: number;
    }>(
      `select s.state, s.row_count,
         (select count(*)::int from embeddings e where e.segment_number = s.number) as rows,
         (select count(*)::int from pg_indexes i
          where i.tablename = 'embeddings_' || s.number and i.indexdef like '%hnsw%') as indexes
       from embedding_segments s
       where s.workspace_id = $1 and s.profile_id = $2
       order by s.state = 'open', s.number`,
      [database.workspaceId, profile.id],
    );
    return rows;
  }
}

function cosine(left: Float32Array, right: Float32Array): number {
  const product = left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  return product / Math.hypot(...left) / Math.hypot(...right);
}
