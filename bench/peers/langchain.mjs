import { PGVectorStore } from '@langchain/community/vectorstores/pgvector';
import pg from 'pg';

const BATCH = 500;
const TABLE = 'peer_langchain';

/** `@langchain/community`, with the index that it makes on request. */
export async function open({ connectionString, dimensions, tenants }) {
  const pool = new pg.Pool({ connectionString, max: 17 });
  const embeddings = { embedQuery: () => [], embedDocuments: () => [] };
  const store = await PGVectorStore.initialize(embeddings, {
    pool,
    tableName: TABLE,
    distanceStrategy: 'cosine',
    dimensions,
  });
  for (const [tenant, vectors] of tenants.entries()) {
    for (let start = 0; start < vectors.length; start += BATCH) {
      const some = vectors.slice(start, start + BATCH);
      await store.addVectors(
        some.map((vector) => [...vector]),
        some.map((_, at) => ({
          pageContent: 'text',
          metadata: { tenant: `t${tenant}`, position: start + at },
        })),
      );
    }
  }
  await store.createHnswIndex({ dimensions });
  await pool.query(`analyze ${TABLE}`);
  return {
    async search(question, limit) {
      const filter = { tenant: 't0' };
      const found = await store.similaritySearchVectorWithScore([...question], limit, filter);
      return found.map(([document]) => document.metadata.position);
    },
    async close() {
      store.client?.release();
      await pool.end();
    },
  };
}
