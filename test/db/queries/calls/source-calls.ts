import { v7 as uuidv7 } from 'uuid';
import { IngestRunId, SourceId } from '../../../../contract/ids.ts';
import * as sources from '../../../../db/queries/sources.ts';
import * as syncs from '../../../../db/queries/sync-runs.ts';
import { FOLLOWED_SOURCE, SOURCE, submissionOf, type World } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

export const SOURCE_CALLS: QueryCalls = {
  insertSource: (database, { collectionId, sync }) =>
    sources.insertSource(database, {
      ...sync.source,
      id: SourceId.parse(uuidv7()),
      name: 'new',
      collectionId,
      intervalSeconds: null,
    }),
  updateSource: (database, { sync }) =>
    sources.updateSource(database, {
      id: sync.source.id,
      settings: { kind: 'folder', path: '/new' },
      defaults: { tags: ['new'] },
      intervalSeconds: null,
    }),
  listSources: (database) =>
    sources.listSources(database, { collections: '*', limit: 100, after: null }),
  findSource: (database, { sync }) =>
    sources.findSource(database, { id: sync.source.id, collections: '*' }),
  requestSync: async (database, names) => {
    await syncs.endSync(database, leaseOf(names), { status: 'done', error: null });
    return sources.requestSync(database, {
      runId: IngestRunId.parse('01890000-0000-7000-8000-000000000003'),
      sourceId: names.sync.source.id,
      apiKeyId: names.apiKeyId,
      allowsMassRetire: false,
    });
  },

  renewSyncLease: (database, names) =>
    syncs.renewSyncLease(database, { ...leaseOf(names), seconds: 7_200 }),
  findSourceEntries: (database, { sync }) => syncs.findSourceEntries(database, sync.source.id),
  findForeignPaths: (database, { sync, collectionId }) =>
    syncs.findForeignPaths(database, {
      sourceId: sync.source.id,
      collectionId,
      paths: [SOURCE, FOLLOWED_SOURCE],
    }),
  enqueueEntry: (database, names) => {
    const { id: sourceId, defaults } = names.sync.source;
    const document = { ...submissionOf(names), source: 'new', followed: { sourceId, defaults } };
    return syncs.enqueueEntry(database, leaseOf(names), {
      document,
      fingerprint: 'new',
      change: 'added',
    });
  },
  markEntryGone: (database, names) =>
    syncs.markEntryGone(database, leaseOf(names), FOLLOWED_SOURCE),
  endSync: (database, names) =>
    syncs.endSync(database, leaseOf(names), { status: 'failed', error: 'ended' }),
};

function leaseOf({ sync }: World) {
  return { runId: sync.runId, token: sync.token, sourceId: sync.source.id };
}
