import { DEFAULT_CHUNKING, type ChunkingSettings } from '../../contract/collection.ts';
import { CollectionId, EmbeddingProfileId } from '../../contract/ids.ts';
import { ensureProfile, findCollections, insertCollection } from '../../db/queries/collections.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Services } from '../services.ts';

/** The collection of that name, made with the default settings when it is missing. */
export async function ensureCollection(
  name: string,
  database: WorkspaceDatabase,
  services: Services,
): Promise<CollectionId> {
  await addCollection({ name, chunking: DEFAULT_CHUNKING }, database, services);
  const [collection] = await findCollections(database, [name]);
  if (collection === undefined) throw new Error('The stored collection was not found again.');
  return collection.id;
}

/** Throws `AppError('conflict')` when there is one of that name. */
export async function createCollection(
  collection: { readonly name: string; readonly chunking: ChunkingSettings },
  database: WorkspaceDatabase,
  services: Services,
): Promise<void> {
  const isNew = await addCollection(collection, database, services);
  if (!isNew) {
    throw new AppError('conflict', `There is a collection named "${collection.name}" already.`);
  }
}

async function addCollection(
  collection: { readonly name: string; readonly chunking: ChunkingSettings },
  database: WorkspaceDatabase,
  services: Services,
): Promise<boolean> {
  const profileId = await ensureProfile(database, {
    ...services.embedder.profile,
    id: EmbeddingProfileId.parse(services.newId()),
  });
  return insertCollection(database, {
    ...collection,
    id: CollectionId.parse(services.newId()),
    profileId,
  });
}
