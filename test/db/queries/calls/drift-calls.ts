import { v7 as uuidv7 } from 'uuid';
import { CreateDriftAttribution } from '../../../../contract/drift-attribution.ts';
import { DriftAttributionId, type DocumentId, type TraceId } from '../../../../contract/ids.ts';
import type { Database } from '../../../../db/client.ts';
import * as attributions from '../../../../db/queries/drift-attributions.ts';
import * as events from '../../../../db/queries/drift-events.ts';
import * as samples from '../../../../db/queries/drift-samples.ts';
import * as drift from '../../../../db/queries/drift.ts';
import { EVERYONE, type SeededWorkspace } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const DAY_MS = 86_400_000;
const time = () => ({
  by: ADMIN,
  from: new Date(Date.now() - DAY_MS),
  to: new Date(Date.now() + DAY_MS),
});
const scope = () => ({ ...time(), limit: 100 });

/** Answers under two configurations, a change of access, a sample and an attribution. */
export async function seedDrift(
  database: Database,
  { database: own, apiKeyId, collectionId }: SeededWorkspace,
  seeded: { readonly documentId: DocumentId; readonly traceId: TraceId; readonly secret: string },
): Promise<DriftAttributionId> {
  const { workspaceId } = own;
  const { documentId, traceId, secret } = seeded;
  for (const hash of ['before', secret]) {
    await database.pool.query(
      `insert into traces (workspace_id, id, kind, state, created_at, api_key_id, api_key_name, question, document_ids,
         classification, cited_count, selected_count, candidate_count, input_tokens, output_tokens, cost_usd, config_hash)
       values ($1, $2, 'answer', 'complete', now(), $3, 'k', 'q', '{}', 'public', 0, 0, 0, 0, 0, 0, $4)`,
      [workspaceId, uuidv7(), apiKeyId, hash],
    );
  }
  await database.pool.query(
    `insert into setting_changes (workspace_id, kind, collection_id, document_id, before, after)
     values ($1, 'access', $2, $3, '{}', $4)`,
    [workspaceId, collectionId, documentId, JSON.stringify({ acl: [secret] })],
  );
  const sample = { traceId, askedAt: new Date(), question: secret, answer: secret };
  await samples.insertDriftSample(own, { ...sample, place: 1n, redactedCount: 0 });
  const id = DriftAttributionId.parse(uuidv7());
  const request = CreateDriftAttribution.parse({});
  await attributions.insertDriftAttribution(own, { id, apiKeyId, request, createdAt: new Date() });
  return id;
}

export const DRIFT_CALLS: QueryCalls = {
  listAnswersBefore: (database) =>
    drift.listAnswersBefore(database, { by: ADMIN, to: time().to, limit: 100 }),
  findMeasuredTraces: (database, { traceId }) =>
    drift.findMeasuredTraces(database, { by: ADMIN, ids: [traceId] }),
  countAnswersAfter: (database) => drift.countAnswersAfter(database, { after: null, limit: 100 }),
  countAnswersBetween: (database) => drift.countAnswersBetween(database, time()),
  listAnsweredChanges: (database) => events.listAnsweredChanges(database, scope()),
  listDocumentChanges: (database) => events.listDocumentChanges(database, scope()),
  listSettingChanges: (database) => events.listSettingChanges(database, scope()),
  insertDriftSample: (database, { pendingTraceId: traceId }) =>
    samples.insertDriftSample(database, {
      traceId,
      place: 2n,
      askedAt: new Date(),
      question: 'q',
      answer: 'a',
      redactedCount: 0,
    }),
  listDriftSamples: (database) =>
    samples.listDriftSamples(database, {
      by: ADMIN,
      from: null,
      to: null,
      limit: 100,
      before: null,
    }),
  insertDriftAttribution: (database, { apiKeyId }) =>
    attributions.insertDriftAttribution(database, {
      id: DriftAttributionId.parse(uuidv7()),
      apiKeyId,
      request: CreateDriftAttribution.parse({}),
      createdAt: new Date(),
    }),
  noteAttributionProgress: (database, { driftAttributionId }) =>
    attributions.noteAttributionProgress(database, driftAttributionId, { done: 1, total: 2 }),
  endDriftAttribution: (database, { driftAttributionId }) =>
    attributions.endDriftAttribution(database, driftAttributionId, { failure: 'It is over.' }),
  findDriftAttribution: (database, { driftAttributionId: id }) =>
    attributions.findDriftAttribution(database, { id, onlyApiKeyId: null }),
  listDriftAttributions: (database) =>
    attributions.listDriftAttributions(database, { onlyApiKeyId: null, limit: 100, before: null }),
};
