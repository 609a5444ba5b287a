import { z } from 'zod';
import { IngestRunId, SourceId } from '../../contract/ids.ts';
import type { Source, SourceSettings } from '../../contract/source.ts';
import {
  findSource,
  insertSource,
  listSources,
  requestSync,
  updateSource,
} from '../../db/queries/sources.ts';
import { inTransaction, inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { checkSourceSettings } from '../../platform/source-access.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { ensureCollection } from './ensure-collection.ts';

type SourceHandlers = Pick<
  Handlers,
  'createSource' | 'listSources' | 'getSource' | 'updateSource' | 'syncSource'
>;

export function createSourceHandlers(services: Services): SourceHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);

  async function requireSource(caller: Caller, id: SourceId): Promise<Source> {
    const { collections } = caller;
    const source = await findSource(scoped(caller), { id, collections });
    if (source === null) throw new AppError('not_found', 'There is no such source.');
    return source;
  }

  return {
    async createSource({ caller, body }) {
      const { name, collection, settings, defaults, interval_seconds: intervalSeconds } = body;
      refuseForeignCollection(caller, collection);
      await checkSourceSettings(settings, services.config.sources);
      const collectionId = await ensureCollection(collection, scoped(caller), services);
      const id = SourceId.parse(services.newId());
      const source = { id, name, collectionId, settings, defaults, intervalSeconds };
      if (!(await insertSource(scoped(caller), source))) {
        throw new AppError('conflict', `There is a source named "${name}" already.`);
      }
      return { body: await requireSource(caller, id) };
    },

    async listSources({ caller, query }) {
      const sources = await listSources(scoped(caller), {
        collections: caller.collections,
        limit: query.limit + 1,
        after: decodeCursor(query.cursor, z.string()),
      });
      return { body: toPage(sources, query.limit, (source) => source.name) };
    },

    async getSource({ caller, params }) {
      return { body: await requireSource(caller, params.id) };
    },

    async updateSource({ caller, params, body }) {
      const source = await requireSource(caller, params.id);
      if (body.settings !== undefined) {
        refuseOtherKind(source, body.settings);
        await checkSourceSettings(body.settings, services.config.sources);
      }
      const { settings, defaults, interval_seconds: intervalSeconds } = body;
      await updateSource(scoped(caller), { id: params.id, settings, defaults, intervalSeconds });
      return { body: await requireSource(caller, params.id) };
    },

    async syncSource({ caller, params, body, keepReply }) {
      const source = await requireSource(caller, params.id);
      return inTransaction(scoped(caller), async (transaction) => {
        const runId = await requestSync(transaction, {
          runId: IngestRunId.parse(services.newId()),
          sourceId: params.id,
          apiKeyId: caller.apiKeyId,
          allowsMassRetire: body.allow_mass_retire,
        });
        if (runId === null) throw followedAlready(source);
        const result = { body: { run_id: runId } };
        await keepReply(transaction, result);
        return result;
      });
    },
  };
}

function followedAlready({ name }: Source): AppError {
  return new AppError('conflict', `The source "${name}" is being followed already.`);
}

function refuseOtherKind(source: Source, settings: SourceSettings): void {
  if (settings.kind === source.settings.kind) return;
  throw new AppError('invalid_value', 'A source keeps its kind; add another source instead.', {
    fields: [{ path: '/settings/kind', message: `must be ${source.settings.kind}` }],
  });
}

function refuseForeignCollection({ collections }: Caller, name: string): void {
  if (collections === '*' || collections.includes(name)) return;
  throw new AppError('not_found', `There is no collection named "${name}".`);
}
