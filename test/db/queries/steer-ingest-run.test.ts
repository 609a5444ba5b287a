import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findDocument } from '../../../db/queries/documents.ts';
import { leaseJob } from '../../../db/queries/lease-job.ts';
import { cancelRun, pauseRun, resumeRun, retryRun } from '../../../db/queries/steer-ingest-run.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import {
  draftChunks,
  enqueue,
  EVERYONE,
  leaseNext,
  publishChunks,
  seedWorkspace,
  type SeededWorkspace,
} from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'steering');
});
afterAll(() => opened.close());

function lease() {
  return leaseJob(opened.database, { token: uuidv7(), seconds: 60, worker: 'test' });
}

it('publishes nothing of a run once it is cancelled', async () => {
  const { runId, documentId } = await enqueue(workspace, { source: 'cancelled' });
  const job = await leaseNext(opened.database);
  expect(await cancelRun(workspace.database, runId)).toBe(true);
  const chunks = draftChunks(['never to be read']);
  const bytes = Buffer.from('cancelled');
  const outcome = await publishChunks(workspace, { job, chunks, bytes });
  expect(outcome).toEqual({ kind: 'lease_lost' });
  const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
  expect(document).toMatchObject({ version: null, chunk_count: 0 });
  expect(await lease()).toBeNull();
});

it('leases no job of a run that is paused, and finishes the one that runs', async () => {
  const { runId } = await enqueue(workspace, { source: 'running' });
  const job = await leaseNext(opened.database);
  const waiting = await enqueue(workspace, { source: 'waiting' });
  expect(await pauseRun(workspace.database, runId)).toBe(true);
  expect(await pauseRun(workspace.database, waiting.runId)).toBe(true);
  expect(await lease()).toBeNull();
  const chunks = draftChunks(['a text']);
  const outcome = await publishChunks(workspace, { job, chunks, bytes: Buffer.from('running') });
  expect(outcome.kind).toBe('published');
  expect(await resumeRun(workspace.database, waiting.runId)).toBe(true);
  expect((await lease())?.documentId).toBe(waiting.documentId);
});

it('tries a document again with new attempts, and once for two who ask at the same time', async () => {
  const { runId, documentId } = await enqueue(workspace, { source: 'retried' });
  await cancelRun(workspace.database, runId);
  const request = { id: runId, documentIds: null, reader: EVERYONE };
  const retried = await Promise.all([
    retryRun(workspace.database, request),
    retryRun(workspace.database, request),
  ]);
  expect(retried.flat()).toEqual([documentId]);
  expect(await lease()).toMatchObject({ runId, documentId, attempts: 1 });
});
