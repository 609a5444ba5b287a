import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Embedder } from '../../models/embedder.ts';
import { createChunkFeatureCache } from '../../server/retrieval/rerank/chunk-feature-cache.ts';
import type { RetrievalConfig, RetrieveDeps } from '../../server/retrieval/retrieve.ts';
import { DIMENSIONS, vectorOf } from './queries/seed-workspace.ts';

const embedder: Embedder = {
  profile: { adapter: 'builtin', name: 'test', version: '1', dimensions: DIMENSIONS },
  maxBatch: 8,
  embed: async ({ texts }) => texts.map(vectorOf),
  close: async () => {},
};

/** What a retrieval over texts of a seeded workspace needs. */
export function retrieveDeps(
  database: WorkspaceDatabase,
  config: Partial<RetrievalConfig> & Pick<RetrievalConfig, 'maxContextTokens' | 'neighbours'>,
): RetrieveDeps {
  return {
    database,
    embedderFor: () => embedder,
    now: () => 0,
    config: { legDepth: 30, fusion: 'convex', denseWeight: null, ...config },
    features: createChunkFeatureCache(),
    pairScoring: null,
  };
}
