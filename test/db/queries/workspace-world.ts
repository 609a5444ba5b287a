import { v7 as uuidv7 } from 'uuid';
import { ChunkId, TraceId, type DocumentId, type IngestRunId } from '../../../contract/ids.ts';
import type { Database } from '../../../db/client.ts';
import { claimIdempotencyKey } from '../../../db/queries/idempotent-requests.ts';
import type { LeasedJob } from '../../../db/queries/lease-job.ts';
import { stageSegment } from '../../../db/queries/lexical-index/stage-segment.ts';
import { insertSession } from '../../../db/queries/sessions.ts';
import { saveTrace, type NewTrace } from '../../../db/queries/traces.ts';
import { webhookDeliveries } from '../../../db/schema/webhooks.ts';
import { sha256 } from '../../../platform/hash.ts';
import {
  enqueue,
  leaseNext,
  publishTexts,
  seedWorkspace,
  type SeededWorkspace,
} from './seed-workspace.ts';

/** A workspace with something in every table, and the names of it all. */
export interface World extends SeededWorkspace {
  readonly documentId: DocumentId;
  readonly chunkIds: readonly ChunkId[];
  readonly chunkNumbers: readonly number[];
  /** Of the lexical index; another is staged for the document of the job. */
  readonly segmentIds: readonly string[];
  /** Leased, and not ended. */
  readonly job: LeasedJob;
  readonly runId: IngestRunId;
  readonly pendingTraceId: TraceId;
  readonly traceId: TraceId;
  readonly sessionHash: Buffer;
  readonly deliveryId: string;
  /** Of `IDEMPOTENT_REQUEST`. */
  readonly claimedAt: string;
}

export const TEXTS = ['badge policy of the bank', 'a badge opens the door'];
export const SOURCE = 'badges';
export const OPEN_SOURCE = 'being-ingested';
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
  await stageSegment(workspace.database, {
    segmentId: uuidv7(),
    documentId: job.documentId,
    chunks: [{ chunkNumber: 1, terms: [secret] }],
  });
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
  await saveTrace(workspace.database, complete);
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
    pendingTraceId: pending.columns.id,
    traceId: complete.columns.id,
    sessionHash,
    deliveryId,
    claimedAt: claim.claimedAt,
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
  const canonical = Buffer.from(`{"state":"${state}"}`);
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
