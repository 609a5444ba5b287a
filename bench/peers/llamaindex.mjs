import { TextNode } from '@llamaindex/core/schema';
import { PGVectorStore } from '@llamaindex/postgres';
import pg from 'pg';

const BATCH = 500;
const CLIENTS = 16;
const TABLE = 'peer_llamaindex';

/** `@llamaindex/postgres`, which makes no index. One store has one client, so there is one for each that asks. */
export async function open({ connectionString, dimensions, tenants }) {
  const stores = await Promise.all(
    Array.from({ length: CLIENTS }, async (_, at) => {
      const client = new pg.Client({ connectionString });
      await client.connect();
      const store = new PGVectorStore({
        client,
        shouldConnect: false,
        tableName: TABLE,
        dimensions,
        performSetup: at === 0,
        embedModel: {},
      });
      return { client, store };
    }),
  );
  const [first] = stores;
  for (const [tenant, vectors] of tenants.entries()) {
    for (let start = 0; start < vectors.length; start += BATCH) {
      const nodes = vectors.slice(start, start + BATCH).map((vector, at) => {
        const metadata = { tenant: `t${tenant}`, position: start + at };
        return new TextNode({ text: 'text', embedding: [...vector], metadata });
      });
      await first.store.add(nodes);
    }
  }
  await first.client.query(`analyze ${TABLE}`);
  let next = 0;
  return {
    async search(question, limit) {
      const { store } = stores[next++ % CLIENTS];
      const { nodes } = await store.query({
        queryEmbedding: [...question],
        similarityTopK: limit,
        mode: 'default',
        filters: { filters: [{ key: 'tenant', value: 't0', operator: '==' }] },
      });
      return nodes.map(({ metadata }) => metadata.position);
    },
    close: () => Promise.all(stores.map(({ client }) => client.end())),
  };
}
