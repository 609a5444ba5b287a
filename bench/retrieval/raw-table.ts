import { Pool } from 'pg';
import { DIMENSIONS } from './vector-corpus.ts';

export interface DenseOptions {
  readonly connectionString: string;
  readonly kind: 'native' | 'embedded';
  readonly vectors: number;
}

/** What one would write by hand for speed alone: nothing but vectors and ids, asked for by prepared statements. */
export interface RawTable {
  findNearest(question: Float32Array, limit: number): Promise<readonly number[]>;
  close(): Promise<void>;
}

const EF_SEARCH = 200;
const CONNECTIONS = 16;
const BATCH = 500;

/** A partition for each list of vectors, each with an index on native Postgres; the first one is asked. */
export async function openRawTable(
  { connectionString, kind }: DenseOptions,
  tenants: readonly (readonly Float32Array[])[],
): Promise<RawTable> {
  const type = kind === 'native' ? 'halfvec' : 'vector';
  const pool = new Pool({
    connectionString,
    max: CONNECTIONS,
    options: `-c hnsw.ef_search=${EF_SEARCH}`,
  });
  // Its database goes away under it when measuring fails.
  pool.on('error', () => undefined);
  await pool.query('drop table if exists raw_vectors');
  await pool.query(
    `create table raw_vectors (tenant integer not null, id integer not null, embedding ${type}(${DIMENSIONS}) not null)
     partition by list (tenant)`,
  );
  for (const [tenant, vectors] of tenants.entries()) {
    const partition = `raw_vectors_${tenant}`;
    await pool.query(
      `create table ${partition} partition of raw_vectors for values in (${tenant})`,
    );
    for (let start = 0; start < vectors.length; start += BATCH) {
      const some = vectors.slice(start, start + BATCH).map((vector) => `[${vector.join()}]`);
      await pool.query(
        `insert into ${partition}
         select ${tenant}, $1::integer + position - 1, embedding
         from unnest($2::${type}[]) with ordinality as new (embedding, position)`,
        [start, some],
      );
    }
    if (kind === 'native') {
      const client = await pool.connect();
      await client.query(`set maintenance_work_mem = '256MB'`);
      await client.query(`create index on ${partition} using hnsw (embedding ${type}_cosine_ops)`);
      client.release();
    }
    await pool.query(`analyze ${partition}`);
  }
  return {
    async findNearest(question, limit) {
      const { rows } = await pool.query<{ id: number }>({
        name: 'nearest',
        text: `select id from raw_vectors where tenant = 0
          order by embedding <=> $1::vector::${type}(${DIMENSIONS}) limit ${limit}`,
        values: [encode(question)],
      });
      return rows.map((row) => row.id);
    },
    close: () => pool.end(),
  };
}

/** The binary form of a `vector`. */
function encode(vector: Float32Array): Buffer {
  const buffer = Buffer.alloc(4 + vector.length * 4);
  buffer.writeInt16BE(vector.length, 0);
  for (const [at, value] of vector.entries()) buffer.writeFloatBE(value, 4 + at * 4);
  return buffer;
}
