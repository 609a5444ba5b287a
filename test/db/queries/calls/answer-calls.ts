import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { SavedViewId, type ApiKeyId, type TraceId } from '../../../../contract/ids.ts';
import { countCitingAnswers, listCitingAnswers } from '../../../../db/queries/citing-answers.ts';
import { insertFeedback, type NewFeedback } from '../../../../db/queries/feedback.ts';
import { listTraces } from '../../../../db/queries/list-traces.ts';
import { countAnswers } from '../../../../db/queries/metrics.ts';
import { listPricedAnswers } from '../../../../db/queries/priced-answers.ts';
import * as views from '../../../../db/queries/saved-views.ts';
import { countQueues } from '../../../../db/queries/queue-depths.ts';
import * as stale from '../../../../db/queries/stale-citations.ts';
import { findFrozenChunks } from '../../../../db/queries/trace-chunks.ts';
import { findTraceHistory } from '../../../../db/queries/trace-history.ts';
import * as overview from '../../../../db/queries/trace-overview.ts';
import * as traces from '../../../../db/queries/traces.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { EVERYONE } from '../seed-workspace.ts';
import { traceOf } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const SELECTION = { by: ADMIN, filters: {} };
const RECORD = { canonical: Buffer.from('{}'), sha256: sha256('{}') };

function feedbackOn(traceId: TraceId, apiKeyId: ApiKeyId): NewFeedback {
  const said = { rating: 'up', comment: null, expected: null } as const;
  return { ...said, id: uuidv7(), traceId, apiKeyId, createdAt: new Date() };
}

function viewOf(apiKeyId: ApiKeyId): views.NewSavedView {
  const id = SavedViewId.parse('01990000-0000-7000-8000-00000000a11e');
  return { id, apiKeyId, name: 'Mine', filters: {}, createdAt: new Date(0) };
}

export const ANSWER_CALLS: QueryCalls = {
  saveTrace: (database, names) => traces.saveTrace(database, traceOf(names, 'complete')),
  saveTraces: (database, names) => traces.saveTraces(database, [traceOf(names, 'complete')]),
  interruptTrace: (database, { pendingTraceId: id }) =>
    traces.interruptTrace(database, { id, record: RECORD }),
  findTraceRecord: (database, { traceId: id }) =>
    traces.findTraceRecord(database, { id, by: ADMIN }),
  listTraces: (database, { documentId }) =>
    listTraces(database, {
      by: ADMIN,
      filters: { document_id: documentId },
      limit: 100,
      before: null,
    }),
  countTraceFacets: (database) => overview.countTraceFacets(database, SELECTION),
  findTraceSpan: (database) => overview.findTraceSpan(database, SELECTION),
  countTraceVolume: (database) =>
    overview.countTraceVolume(database, SELECTION, { from: new Date(0), barMs: 1e12 }),

  saveView: (database, { apiKeyId }) => views.saveView(database, viewOf(apiKeyId)),
  listSavedViews: async (database, { apiKeyId }) => {
    await views.saveView(database, viewOf(apiKeyId));
    return views.listSavedViews(database, apiKeyId);
  },
  deleteSavedView: async (database, { apiKeyId }) => {
    const view = viewOf(apiKeyId);
    await views.saveView(database, view);
    return views.deleteSavedView(database, view);
  },

  findTraceHistory: async (database, { traceId, apiKeyId }) => {
    await insertFeedback(database, feedbackOn(traceId, apiKeyId));
    return findTraceHistory(database, traceId);
  },
  insertFeedback: (database, { traceId, apiKeyId }) =>
    insertFeedback(database, feedbackOn(traceId, apiKeyId)),

  countQueues: (database) => countQueues(database),
  countAnswers: (database) =>
    countAnswers(database, { by: ADMIN, from: new Date(0), to: new Date(Date.now() + 1e6) }, 'app'),

  listPricedAnswers: (database) =>
    listPricedAnswers(database, {
      by: ADMIN,
      limit: 10,
      source: { kind: 'traces', from: new Date(0), to: new Date(Date.now() + 1e6) },
    }),

  findFrozenChunks: (database, { chunkIds }) =>
    findFrozenChunks(database, { ids: chunkIds, reader: EVERYONE, isAdmin: true }),

  markStaleCitations: (database, { documentId }) =>
    stale.markStaleCitations(database, { documentId, runId: null, toVersion: null }),
  markStaleAtBirth: async (database, { traceId, documentId }) => {
    const { workspaceId } = database;
    await database.executor.execute(sql`
      update documents set version = null where workspace_id = ${workspaceId} and id = ${documentId}`);
    await database.executor.execute(sql`
      update chunks set is_live = false where workspace_id = ${workspaceId} and document_id = ${documentId}`);
    await stale.markStaleAtBirth(database, traceId);
  },
  listCitingAnswers: (database, { documentId }) =>
    listCitingAnswers(database, {
      by: ADMIN,
      scope: { kind: 'document', documentId },
      isStale: null,
      limit: 100,
      before: null,
    }),
  countCitingAnswers: (database, { runId }) =>
    countCitingAnswers(database, { by: ADMIN, scope: { kind: 'run', runId }, isStale: true }),
};
