import { CollectionName, type Collection } from '../../contract/collection.ts';
import {
  countContents,
  findCollections,
  listCollections,
  type StoredCollection,
} from '../../db/queries/collections.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
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
    const found = isAllowed ? await findCollections(database, [name]) : [];
    const [collection] = await describeCollections(database, found);
    if (collection === undefined) {
      throw new AppError('not_found', `There is no collection named "${name}".`);
    }
    return collection;
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
      const database = inWorkspace(services.database, caller.workspaceId);
      const found = await listCollections(database, {
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, CollectionName),
        only: caller.collections,
      });
      const described = await describeCollections(database, found);
      return { body: toPage(described, query.limit, ({ name }) => name) };
    },

    async getCollection({ caller, params }) {
      return { body: await requireCollection(caller, params.name) };
    },
  };
}

async function describeCollections(
  database: WorkspaceDatabase,
  found: readonly StoredCollection[],
): Promise<readonly Collection[]> {
  const contents = await countContents(
    database,
    found.map(({ id }) => id),
  );
  return found.map((stored) => {
    const { adapter, name, version, dimensions } = stored.profile;
    return {
      name: stored.name,
      chunking: stored.chunking,
      embedding_profile: { adapter, name, version, dimensions },
      document_count: contents.get(stored.id)?.documentCount ?? 0,
      chunk_count: contents.get(stored.id)?.chunkCount ?? 0,
      created_at: stored.createdAt.toISOString(),
    };
  });
}
