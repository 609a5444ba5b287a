import { DEFAULT_CHUNKING, type CreateCollection } from '../../contract/collection.ts';
import { CollectionId, EmbeddingProfileId } from '../../contract/ids.ts';
import { DEFAULT_LANGUAGE } from '../../contract/language.ts';
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
  const settings = { chunking: DEFAULT_CHUNKING, language: DEFAULT_LANGUAGE };
  await addCollection({ name, ...settings }, database, services);
  const [collection] = await findCollections(database, [name]);
  if (collection === undefined) throw new Error('The stored collection was not found again.');
  return collection.id;
}

/** Throws `AppError('conflict')` when there is one of that name. */
export async function createCollection(
  collection: CreateCollection,
  database: WorkspaceDatabase,
  services: Services,
): Promise<void> {
  const isNew = await addCollection(collection, database, services);
  if (!isNew) {
    throw new AppError('conflict', `There is a collection named "${collection.name}" already.`);
  }
}

async function addCollection(
  collection: CreateCollection,
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
