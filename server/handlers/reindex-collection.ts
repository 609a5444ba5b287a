import type { ReindexPlan } from '../../contract/collection.ts';
import { EmbeddingProfileId, IngestRunId, type ApiKeyId } from '../../contract/ids.ts';
import {
  countContents,
  ensureProfile,
  type StoredCollection,
} from '../../db/queries/collections.ts';
import {
  measurePace,
  measureRebuild,
  startRebuild,
  type RebuildFigures,
} from '../../db/queries/reindex-collection.ts';
import type { WantedSettings } from '../../db/queries/stale-index.ts';
import { countEmbedded, setNextProfile } from '../../db/queries/reindex-embeddings.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Services } from '../services.ts';
import { priceEmbedding } from './price-embedding.ts';

/** What is to become of a collection's index. */
export interface IndexChange extends WantedSettings {
  readonly collection: StoredCollection;
  /** Whether documents are read again that would be read or cut otherwise today. */
  readonly rebuilds: boolean;
  /** Whether it changes to the configured embedding model. */
  readonly reembeds: boolean;
}

const NOTHING_TO_REBUILD: RebuildFigures = {
  documents: 0,
  chunks: 0,
  tokens: 0,
  kept: { chunks: 0, tokens: 0 },
  reasons: { parser: 0, chunker: 0, chunking: 0, language: 0 },
};

/** What the change will do, take and cost. Begins nothing. */
export async function planIndexChange(
  database: WorkspaceDatabase,
  change: IndexChange,
  services: Services,
): Promise<ReindexPlan> {
  const rebuild = change.rebuilds
    ? await measureRebuild(database, rebuildOf(change, services))
    : NOTHING_TO_REBUILD;
  const embedding = await measureReembedding(database, change, services);
  const pace = await measurePace(database);
  const tokens = embedding.tokens + rebuild.tokens - rebuild.kept.tokens;
  const milliseconds =
    pace === null ? null : rebuild.chunks * pace.allMs + embedding.chunks * pace.embedMs;
  const profile = change.reembeds ? services.embedder.profile : change.collection.profile;
  return {
    documents: rebuild.documents,
    chunks: {
      affected: Math.max(rebuild.chunks, embedding.chunks),
      kept: embedding.chunks > 0 ? 0 : rebuild.kept.chunks,
    },
    tokens_to_embed: tokens,
    cost_usd: priceEmbedding(profile, tokens, services.config.embedding),
    seconds: milliseconds === null ? null : milliseconds / 1_000,
    reasons: { ...rebuild.reasons, embedding_profile: embedding.documents },
    estimate: rebuild.documents > 0,
  };
}

/**
 * Begins the change and returns the run that reads documents again, null where none has to be. Until each
 * part is done, what served before goes on serving.
 * @throws AppError `conflict` when no configured model makes the vectors that documents would need
 */
export async function beginIndexChange(
  database: WorkspaceDatabase,
  change: IndexChange & { readonly apiKeyId: ApiKeyId },
  services: Services,
): Promise<IngestRunId | null> {
  const { collection } = change;
  if (change.reembeds) {
    const profileId = await ensureProfile(database, {
      ...services.embedder.profile,
      id: EmbeddingProfileId.parse(services.newId()),
    });
    await setNextProfile(database, { collectionId: collection.id, profileId });
  } else if (services.embedderFor(collection.profile) === null) {
    throw new AppError(
      'conflict',
      `No configured model makes the vectors of "${collection.name}": change its embedding_profile to "configured" as well.`,
    );
  }
  if (!change.rebuilds) return null;
  const runId = IngestRunId.parse(services.newId());
  const { apiKeyId } = change;
  const count = await startRebuild(database, { ...rebuildOf(change, services), runId, apiKeyId });
  return count === 0 ? null : runId;
}

function rebuildOf({ collection, chunking, language }: IndexChange, services: Services) {
  const builders = { profile: services.embedder.profile };
  return { collectionId: collection.id, builders, chunking, language };
}

interface Reembedding {
  readonly documents: number;
  readonly chunks: number;
  readonly tokens: number;
}

async function measureReembedding(
  database: WorkspaceDatabase,
  { collection, reembeds }: IndexChange,
  services: Services,
): Promise<Reembedding> {
  const none = { documents: 0, chunks: 0, tokens: 0 };
  if (!reembeds) return none;
  const profileId = await ensureProfile(database, {
    ...services.embedder.profile,
    id: EmbeddingProfileId.parse(services.newId()),
  });
  if (profileId === collection.profile.id) return none;
  const { done, total, lackingTokens } = await countEmbedded(database, {
    collectionId: collection.id,
    profileId,
  });
  const contents = await countContents(database, [collection.id]);
  const documents = contents.get(collection.id)?.documentCount ?? 0;
  return { documents, chunks: total - done, tokens: lackingTokens };
}
