import type { Collection, EmbeddingProfile } from '../../contract/collection.ts';
import { countContents, type StoredCollection } from '../../db/queries/collections.ts';
import { countEmbedded } from '../../db/queries/reindex-embeddings.ts';
import { findRunningReindexes, findStaleIndexes } from '../../db/queries/stale-index.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Services } from '../services.ts';

const NOT_STALE: Collection['stale_index'] = {
  documents: 0,
  chunks: 0,
  reasons: { parser: 0, chunker: 0, chunking: 0, language: 0, embedding_profile: 0 },
};

/** Collections as they are served: with what they hold, what of it is stale, and what is being done about it. */
export async function describeCollections(
  database: WorkspaceDatabase,
  found: readonly StoredCollection[],
  services: Services,
): Promise<readonly Collection[]> {
  const collectionIds = found.map(({ id }) => id);
  const builders = { profile: services.embedder.profile };
  const [contents, stale, running] = await Promise.all([
    countContents(database, collectionIds),
    findStaleIndexes(database, { collectionIds, builders }),
    findRunningReindexes(database, collectionIds),
  ]);
  return Promise.all(
    found.map(async (stored) => {
      const reindex = running.get(stored.id);
      return {
        name: stored.name,
        chunking: stored.chunking,
        language: stored.language,
        embedding_profile: publicProfile(stored.profile),
        document_count: contents.get(stored.id)?.documentCount ?? 0,
        chunk_count: contents.get(stored.id)?.chunkCount ?? 0,
        stale_index: stale.get(stored.id) ?? NOT_STALE,
        reindexing:
          reindex === undefined
            ? null
            : { run_id: reindex.runId, done: reindex.done, total: reindex.total },
        reembedding: await describeReembedding(database, stored),
        created_at: stored.createdAt.toISOString(),
      };
    }),
  );
}

async function describeReembedding(
  database: WorkspaceDatabase,
  { id, nextProfile }: StoredCollection,
): Promise<Collection['reembedding']> {
  if (nextProfile === null) return null;
  const target = { collectionId: id, profileId: nextProfile.id };
  const { done, total } = await countEmbedded(database, target);
  return { embedding_profile: publicProfile(nextProfile), done, total };
}

function publicProfile({ adapter, name, version, dimensions }: EmbeddingProfile): EmbeddingProfile {
  return { adapter, name, version, dimensions };
}
