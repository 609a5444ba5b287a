import { CollectionName, type Collection } from '../../contract/collection.ts';
import {
  findCollections,
  listCollections,
  type StoredCollection,
} from '../../db/queries/collections.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { createCollection } from './ensure-collection.ts';

type CollectionHandlers = Pick<Handlers, 'createCollection' | 'listCollections' | 'getCollection'>;

export function createCollectionHandlers(services: Services): CollectionHandlers {
  const requireCollection = async (caller: Caller, name: string): Promise<Collection> => {
    const isAllowed = caller.collections === '*' || caller.collections.includes(name);
    const database = inWorkspace(services.database, caller.workspaceId);
    const [collection] = isAllowed ? await findCollections(database, [name]) : [];
    if (collection === undefined) {
      throw new AppError('not_found', `There is no collection named "${name}".`);
    }
    return toCollection(collection);
  };
  return {
    async createCollection({ caller, body }) {
      if (caller.collections !== '*' && !caller.collections.includes(body.name)) {
        throw new AppError('forbidden', `This key may not use a collection named "${body.name}".`);
      }
      await createCollection(body, inWorkspace(services.database, caller.workspaceId), services);
      return { body: await requireCollection(caller, body.name) };
    },

    async listCollections({ caller, query }) {
      const found = await listCollections(inWorkspace(services.database, caller.workspaceId), {
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, CollectionName),
        only: caller.collections,
      });
      return { body: toPage(found.map(toCollection), query.limit, ({ name }) => name) };
    },

    async getCollection({ caller, params }) {
      return { body: await requireCollection(caller, params.name) };
    },
  };
}

function toCollection(stored: StoredCollection): Collection {
  const { adapter, name, version, dimensions } = stored.profile;
  return {
    name: stored.name,
    chunking: stored.chunking,
    embedding_profile: { adapter, name, version, dimensions },
    document_count: stored.documentCount,
    chunk_count: stored.chunkCount,
    created_at: stored.createdAt.toISOString(),
  };
}
