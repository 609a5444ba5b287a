import {
  CollectionName,
  type ChunkingSettings,
  type UpdateCollection,
  type Collection,
  type ReindexOutcome,
} from '../../contract/collection.ts';
import {
  findCollections,
  listCollections,
  type StoredCollection,
} from '../../db/queries/collections.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import type { Handlers, JsonResult } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { describeCollections } from './describe-collections.ts';
import { createCollection } from './ensure-collection.ts';
import { beginIndexChange, planIndexChange, type IndexChange } from './reindex-collection.ts';

type CollectionHandlers = Pick<
  Handlers,
  | 'createCollection'
  | 'listCollections'
  | 'getCollection'
  | 'updateCollection'
  | 'reindexCollection'
>;

export function createCollectionHandlers(services: Services): CollectionHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  const requireCollection = (caller: Caller, name: string) =>
    describeCollection(caller, name, services);
  const changeIndex = async (
    caller: Caller,
    change: IndexChange,
    { isDryRun }: { readonly isDryRun: boolean },
  ): Promise<JsonResult<ReindexOutcome>> => {
    const database = scoped(caller);
    const plan = await planIndexChange(database, change, services);
    const begun = { ...change, apiKeyId: caller.apiKeyId };
    const runId = isDryRun ? null : await beginIndexChange(database, begun, services);
    const collection = await requireCollection(caller, change.collection.name);
    const body = { dry_run: isDryRun, run_id: runId, plan, collection };
    return isDryRun ? { body, status: 200 } : { body };
  };
  return {
    async createCollection({ caller, body }) {
      if (caller.collections !== '*' && !caller.collections.includes(body.name)) {
        throw new AppError('forbidden', `This key may not use a collection named "${body.name}".`);
      }
      await createCollection(body, scoped(caller), services);
      return { body: await requireCollection(caller, body.name) };
    },

    async listCollections({ caller, query }) {
      const found = await listCollections(scoped(caller), {
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, CollectionName),
        only: caller.collections,
      });
      const described = await describeCollections(scoped(caller), found, services);
      return { body: toPage(described, query.limit, ({ name }) => name) };
    },

    async getCollection({ caller, params }) {
      return { body: await requireCollection(caller, params.name) };
    },

    async updateCollection({ caller, params, body }) {
      const collection = await findStored(caller, params.name, services);
      const change = {
        collection,
        chunking: body.chunking === undefined ? null : mergeChunking(collection, body.chunking),
        language: body.language ?? null,
        rebuilds: body.chunking !== undefined || body.language !== undefined,
        reembeds: body.embedding_profile === 'configured',
      };
      return changeIndex(caller, change, { isDryRun: body.dry_run });
    },

    async reindexCollection({ caller, params, body }) {
      const collection = await findStored(caller, params.name, services);
      const settings = { chunking: null, language: null };
      const change = { collection, ...settings, rebuilds: true, reembeds: true };
      return changeIndex(caller, change, { isDryRun: body.dry_run });
    },
  };
}

/** What is left out of a change stays as it is. */
function mergeChunking(
  { chunking }: StoredCollection,
  change: NonNullable<UpdateCollection['chunking']>,
): ChunkingSettings {
  const maxTokens = change.max_tokens ?? chunking.max_tokens;
  const overlapTokens = change.overlap_tokens ?? chunking.overlap_tokens;
  if (overlapTokens <= maxTokens / 2) {
    return { max_tokens: maxTokens, overlap_tokens: overlapTokens };
  }
  throw new AppError('invalid_value', 'The body has fields that are not valid.', {
    fields: [
      {
        path: '/chunking/overlap_tokens',
        message: `overlap_tokens must be at most half of max_tokens (${maxTokens})`,
      },
    ],
  });
}

async function findStored(
  caller: Caller,
  name: string,
  services: Services,
): Promise<StoredCollection> {
  const isAllowed = caller.collections === '*' || caller.collections.includes(name);
  const database = inWorkspace(services.database, caller.workspaceId);
  const [stored] = isAllowed ? await findCollections(database, [name]) : [];
  if (stored !== undefined) return stored;
  throw new AppError('not_found', `There is no collection named "${name}".`);
}

async function describeCollection(
  caller: Caller,
  name: string,
  services: Services,
): Promise<Collection> {
  const stored = await findStored(caller, name, services);
  const database = inWorkspace(services.database, caller.workspaceId);
  const [collection] = await describeCollections(database, [stored], services);
  if (collection === undefined) throw new Error('The collection was not described.');
  return collection;
}
