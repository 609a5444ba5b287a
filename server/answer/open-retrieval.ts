import type { WorkspaceId } from '../../contract/ids.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { retrieveCached } from '../retrieval/retrieve-cached.ts';
import { retrieve } from '../retrieval/retrieve.ts';
import type { RetrievalOutcome, RetrievalQuery } from '../retrieval/retrieval-outcome.ts';
import type { Services } from '../services.ts';
import { withEmbeddingSpans } from './with-embedding-spans.ts';

/** Retrieval in a workspace, as the configuration has it. */
export function openRetrieval(
  services: Services,
  workspaceId: WorkspaceId,
): (query: RetrievalQuery) => Promise<RetrievalOutcome> {
  const { config, configHash, embedderFor, chunkFeatures, pairScoring, now } = services;
  const cache = services.queryCache;
  const deps = {
    database: inWorkspace(services.database, workspaceId),
    embedderFor: withEmbeddingSpans(embedderFor),
    features: chunkFeatures,
    pairScoring,
    now,
    config: {
      legDepth: config.retrieval.leg_depth,
      maxContextTokens: config.retrieval.max_context_tokens,
      fusion: config.retrieval.fusion,
      denseWeight: config.retrieval.dense_weight,
      neighbours: config.retrieval.neighbours,
    },
  };
  if (cache === null) return (query) => retrieve(query, deps);
  return (query) => retrieveCached(query, { ...deps, cache, configHash });
}
