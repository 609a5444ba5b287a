import { v7 as uuidv7 } from 'uuid';
import {
  ChunkId,
  DocumentId,
  type DriftAttributionId,
  IngestJobId,
  IngestRunId,
  type EvaluationId,
  type GoldDraftId,
  type GoldSetId,
  ReviewId,
  SourceId,
  TraceId,
  VerificationRunId,
  WorkflowRunId,
} from '../../../contract/ids.ts';
import { WorkflowConfig } from '../../../contract/workflow-config.ts';
import type { Database } from '../../../db/client.ts';
import type { SubmittedDocument } from '../../../db/queries/enqueue-documents.ts';
import { reserveSpend } from '../../../db/queries/budgets.ts';
import { leaseWorkflowItems, type LeasedItem } from '../../../db/queries/lease-workflow-items.ts';
import { insertWorkflowRun } from '../../../db/queries/workflow-runs.ts';
import { claimIdempotencyKey } from '../../../db/queries/idempotent-requests.ts';
import type { LeasedJob } from '../../../db/queries/lease-job.ts';
import { stageSegment } from '../../../db/queries/lexical-index/stage-segment.ts';
import { insertSession } from '../../../db/queries/sessions.ts';
import { insertSource, requestSync } from '../../../db/queries/sources.ts';
import { insertStagedVersion, stageChunks } from '../../../db/queries/stage-version.ts';
import { enqueueEntry, leaseSync, type LeasedSync } from '../../../db/queries/sync-runs.ts';
import { saveTrace, type NewTrace } from '../../../db/queries/traces.ts';
import {
  insertVerificationRun,
  leaseVerificationRun,
  saveVerificationResult,
  type LeasedRun,
} from '../../../db/queries/verification-runs.ts';
import { webhookDeliveries } from '../../../db/schema/webhooks.ts';
import { sha256 } from '../../../platform/hash.ts';
import { seedClassifier } from './classifier-world.ts';
import { budgetsOf, RESERVATION } from './calls/budget-calls.ts';
import { seedDrift } from './calls/drift-calls.ts';
import { seedEvaluation } from './calls/evaluation-calls.ts';
import {
  draftChunks,
  enqueue,
  EVERYONE,
  leaseNext,
  publishTexts,
  seedWorkspace,
  versionOf,
  type SeededWorkspace,
} from './seed-workspace.ts';

/** A workspace with something in every table, and the names of it all. */
export interface World extends SeededWorkspace {
  readonly documentId: DocumentId;
  readonly chunkIds: readonly ChunkId[];
  readonly chunkNumbers: readonly number[];
  /** Of the lexical index; another is staged for the document of the job. */
  readonly segmentIds: readonly string[];
  /** Leased, and not ended; version 1 of its document is staged. */
  readonly job: LeasedJob;
  readonly runId: IngestRunId;
  /** Leased, and not ended; it has found `FOLLOWED_SOURCE`, whose document is being ingested. */
  readonly sync: LeasedSync;
  readonly followedDocumentId: DocumentId;
  readonly pendingTraceId: TraceId;
  readonly traceId: TraceId;
  /** Of that trace. */
  readonly reviewId: ReviewId;
  /** A ticket of a workflow run: leased, and not ended. */
  readonly item: LeasedItem;
  readonly goldSetId: GoldSetId;
  readonly goldDraftId: GoldDraftId;
  /** Leased, and not ended; its one result failed. */
  readonly evaluationId: EvaluationId;
  readonly evaluationLease: string;
  /** Leased, and not ended; it has a result for the pending trace. */
  readonly verificationRun: LeasedRun;
  /** Under way. */
  readonly driftAttributionId: DriftAttributionId;
  readonly sessionHash: Buffer;
  readonly deliveryId: string;
  /** Of `IDEMPOTENT_REQUEST`. */
  readonly claimedAt: string;
}

export const TEXTS = ['badge policy of the bank', 'a badge opens the door'];
export const SOURCE = 'badges';
export const OPEN_SOURCE = 'being-ingested';
export const FOLLOWED_SOURCE = 'followed.md';
export const DEFINITION = WorkflowConfig.parse({
  name: 'desk',
  steps: [{ kind: 'answer' }, { kind: 'decide' }],
});
export const IDEMPOTENT_REQUEST = { endpoint: 'POST /v1/answers', key: 'claimed' };

/** Fills a workspace; two of them differ in their ids and in `secret` only. */
export async function seedWorld(
  database: Database,
  { name, secret }: { readonly name: string; readonly secret: string },
): Promise<World> {
  const workspace = await seedWorkspace(database, name);
  const { documentId } = await publishTexts(database, workspace, {
    source: SOURCE,
    texts: [...TEXTS, secret],
    tags: [secret],
  });
  const { runId } = await enqueue(workspace, { source: OPEN_SOURCE });
  const job = await leaseNext(database, 3_600);
  const { rows } = await database.pool.query<{ id: string; number: number }>(
    'select id, number::int from chunks where workspace_id = $1 order by number',
    [workspace.database.workspaceId],
  );
  const segments = await database.pool.query<{ id: string }>(
    'select id from lexical_segments where workspace_id = $1',
    [workspace.database.workspaceId],
  );
  await stageText(workspace, job, secret);
  const followed = await followSource(database, workspace, secret);
  const sessionHash = sha256(`session of ${name}`);
  await insertSession(workspace.database, {
    tokenHash: sessionHash,
    apiKeyId: workspace.apiKeyId,
    kind: 'browser',
    expiresAt: new Date(Date.now() + 3_600_000),
  });
  const claim = await claimIdempotencyKey(workspace.database, {
    ...IDEMPOTENT_REQUEST,
    apiKeyId: workspace.apiKeyId,
    requestHash: sha256('body'),
  });
  await reserveSpend(workspace.database, {
    ...RESERVATION,
    budgets: budgetsOf(workspace),
    amountUsd: secret.length / 10,
    expiresInMs: 3_600_000,
  });
  if (claim.kind !== 'first') throw new Error(`The key is ${claim.kind}.`);
  const pending = traceOf({ apiKeyId: workspace.apiKeyId, documentId }, 'pending');
  const chunkIds = rows.map((row) => ChunkId.parse(row.id));
  const complete = traceOf({ apiKeyId: workspace.apiKeyId, documentId, chunkIds }, 'complete');
  await database.pool.query('insert into version_pages values ($1, $2, 1, 1, $3)', [
    workspace.database.workspaceId,
    documentId,
    { width: 595, height: 842, lines: [[0, secret.length, 10, 20, 30, 40]] },
  ]);
  await saveTrace(workspace.database, pending);
  const reviewId = ReviewId.parse(uuidv7());
  const review = { id: reviewId, reason: secret, createdAt: new Date(), dueAt: new Date() };
  await saveTrace(workspace.database, { ...complete, review });
  await seedClassifier(workspace, secret);
  const seeded = await seedEvaluation(database, workspace, secret);
  const verificationRun = await startVerificationRun(database, workspace, pending.columns.id);
  const driftAttributionId = await seedDrift(database, workspace, {
    documentId,
    traceId: complete.columns.id,
    secret,
  });
  const deliveryId = uuidv7();
  await database.executor.insert(webhookDeliveries).values({
    workspaceId: workspace.database.workspaceId,
    id: deliveryId,
    event: 'document.held',
    payload: { document_id: documentId, version: 1, run_id: null, findings: 1 },
    webhook: secret,
  });
  return {
    ...workspace,
    documentId,
    chunkIds,
    chunkNumbers: rows.map((row) => row.number),
    segmentIds: segments.rows.map((row) => row.id),
    job,
    runId,
    ...followed,
    pendingTraceId: pending.columns.id,
    traceId: complete.columns.id,
    reviewId,
    item: await startRun(database, workspace, secret),
    ...seeded,
    verificationRun,
    driftAttributionId,
    sessionHash,
    deliveryId,
    claimedAt: claim.claimedAt,
  };
}

async function startVerificationRun(
  open: Database,
  { database, apiKeyId }: SeededWorkspace,
  traceId: TraceId,
): Promise<LeasedRun> {
  const id = VerificationRunId.parse(uuidv7());
  const now = new Date();
  const times = { createdAt: now, to: new Date(now.getTime() + 60_000) };
  const by = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
  await insertVerificationRun(database, { id, apiKeyId, upTo: 'builtin', ...times }, by);
  const run = await leaseVerificationRun(open, { token: uuidv7(), seconds: 3_600 });
  if (run === null) throw new Error('The run is not leased.');
  const result = { traceId, changedClaims: 1, failure: 'It has no answer.' };
  await saveVerificationResult(database, { ...run, seconds: 3_600 }, result);
  return run;
}

/** What a publication that was broken off leaves. */
async function stageText(workspace: SeededWorkspace, job: LeasedJob, text: string): Promise<void> {
  const { database } = workspace;
  const chunks = draftChunks([text]);
  const input = versionOf(workspace, { job, chunks, bytes: Buffer.from(OPEN_SOURCE) });
  const version = await insertStagedVersion(database, input);
  const { unindexed } = await stageChunks(database, { input, version, firstPosition: 0, chunks });
  await stageSegment(database, {
    segmentId: uuidv7(),
    documentId: job.documentId,
    chunks: unindexed,
  });
}

/** A sync that is under way. What it has queued is leased, so that nobody takes it for something else. */
async function followSource(
  open: Database,
  { database, collectionId, apiKeyId }: SeededWorkspace,
  secret: string,
): Promise<Pick<World, 'sync' | 'followedDocumentId'>> {
  const sourceId = SourceId.parse(uuidv7());
  const defaults = { tags: [secret] };
  await insertSource(database, {
    id: sourceId,
    name: 'followed',
    collectionId,
    settings: { kind: 'folder', path: `/${secret}` },
    defaults,
    intervalSeconds: 3_600,
  });
  const runId = IngestRunId.parse(uuidv7());
  await requestSync(database, { runId, sourceId, apiKeyId, allowsMassRetire: false });
  const sync = await leaseSync(open, { token: uuidv7(), seconds: 3_600 });
  if (sync?.runId !== runId) throw new Error('Another sync was waiting.');
  const followed = { sourceId, defaults };
  const document = { ...submissionOf({ collectionId }), source: FOLLOWED_SOURCE, followed };
  const entry = { document, fingerprint: secret, change: 'added' } as const;
  await enqueueEntry(database, { ...sync, sourceId }, entry);
  const { documentId } = await leaseNext(open, 3_600);
  return { sync, followedDocumentId: documentId };
}

async function startRun(
  open: Database,
  { database, apiKeyId }: SeededWorkspace,
  secret: string,
): Promise<LeasedItem> {
  const id = WorkflowRunId.parse(uuidv7());
  await insertWorkflowRun(database, {
    id,
    definition: DEFINITION,
    apiKeyId,
    items: [{ position: 1, text: secret, metadata: {} }],
    refused: { count: 1, lines: [{ line: 2, detail: secret }] },
  });
  const lease = { token: uuidv7(), seconds: 3_600, server: 'test', limit: 1 };
  const [item] = await leaseWorkflowItems(open, lease);
  if (item?.runId !== id) throw new Error('Another ticket was waiting.');
  return item;
}

/** A document that comes from `SOURCE`, with other bytes. */
export function submissionOf({ collectionId }: Pick<World, 'collectionId'>): SubmittedDocument {
  return {
    documentId: DocumentId.parse(uuidv7()),
    jobId: IngestJobId.parse(uuidv7()),
    collectionId,
    source: SOURCE,
    title: null,
    fileName: 'badges.md',
    mime: 'text/markdown',
    bytes: Buffer.from('new'),
    sha256: sha256('new'),
    acl: ['hr'],
  };
}

export function traceOf(
  {
    apiKeyId,
    documentId,
    chunkIds = [ChunkId.parse(uuidv7())],
  }: Pick<World, 'apiKeyId' | 'documentId'> & Partial<Pick<World, 'chunkIds'>>,
  state: 'pending' | 'complete',
  id = TraceId.parse(uuidv7()),
): NewTrace {
  const canonical = Buffer.from(
    JSON.stringify({
      state,
      routing: { rule: 'default', data_ceiling: 'internal' },
      route: { model: 'builtin-extractive', escalations: [] },
      attempts: [],
      retrieval: { candidates: [] },
      answer: { text: 'A badge opens the door.' },
    }),
  );
  return {
    columns: {
      id,
      kind: 'answer',
      state,
      createdAt: new Date(),
      apiKeyId,
      apiKeyName: 'key',
      question: 'What opens the door?',
      documentIds: state === 'pending' ? [] : [documentId],
      classification: 'internal',
      citedCount: 1,
      selectedCount: 1,
      candidateCount: 1,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      pendingUntil: state === 'pending' ? new Date(Date.now() + 3_600_000) : null,
    },
    record: { canonical, sha256: sha256(canonical) },
    evidence:
      state === 'pending'
        ? []
        : chunkIds.map((chunkId) => ({ chunkId, documentId, documentVersion: 1, isCited: true })),
  };
}
