import { PgVector } from '@mastra/pg';

const INDEX = 'peer_mastra';
const BATCH = 500;
/** Each query takes two at times: with as many as there are queries, all of them wait for each other. */
const CONNECTIONS = 32;

/** `@mastra/pg`, with an index on what it filters by, as its newer versions make on request. */
export async function open({ connectionString, dimensions, tenants }) {
  const store = new PgVector({ connectionString, max: CONNECTIONS });
  const index = { indexName: INDEX, metric: 'cosine', indexConfig: { type: 'hnsw' } };
  await store.createIndex({ ...index, dimension: dimensions, buildIndex: false });
  for (const [tenant, vectors] of tenants.entries()) {
    for (let start = 0; start < vectors.length; start += BATCH) {
      const some = vectors.slice(start, start + BATCH);
      await store.upsert({
        indexName: INDEX,
        vectors: some.map((vector) => [...vector]),
        metadata: some.map((_, at) => ({ tenant: `t${tenant}`, position: start + at })),
      });
    }
  }
  await store.buildIndex(index);
  await store.pool.query(`create index on ${INDEX} ((metadata->>'tenant'))`);
  await store.pool.query(`analyze ${INDEX}`);
  return {
    async search(question, limit) {
      const found = await store.query({
        indexName: INDEX,
        queryVector: [...question],
        topK: limit,
        filter: { tenant: 't0' },
      });
      return found.map(({ metadata }) => metadata.position);
    },
    close: () => store.disconnect(),
  };
}
