import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claimIdempotencyKey,
  deleteExpiredIdempotencyKeys,
  releaseIdempotencyKey,
  storeIdempotentResponse,
} from '../../../db/queries/idempotent-requests.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { seedWorkspace, type SeededWorkspace } from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'idempotency');
});
afterAll(() => opened.close());

const RESPONSE = { status: 201, body: Buffer.from('{"a":1}'), headers: { 'x-kept': 'yes' } };

function requestOf(key: string) {
  const { apiKeyId } = workspace;
  return { apiKeyId, endpoint: 'POST /v1/answers', key, requestHash: sha256('body') };
}

function expire(column: 'expires_at' | 'running_until', key: string) {
  return opened.database.pool.query(
    `update idempotent_requests set ${column} = now() - interval '1 second' where key = $1`,
    [key],
  );
}

it('lets one of many equal requests run', async () => {
  const request = requestOf('race');
  const states = await Promise.all(
    Array.from({ length: 8 }, () => claimIdempotencyKey(workspace.database, request)),
  );
  const kinds = states.map((state) => state.kind).toSorted();
  expect(kinds).toEqual(['first', ...Array.from({ length: 7 }, () => 'running')]);
});

it('replays the first answer byte for byte', async () => {
  const request = requestOf('replay');
  await claimIdempotencyKey(workspace.database, request);
  await storeIdempotentResponse(workspace.database, { ...request, ...RESPONSE });
  expect(await claimIdempotencyKey(workspace.database, request)).toEqual({
    kind: 'replay',
    ...RESPONSE,
  });
});

it('refuses another body under a key, running or answered', async () => {
  const request = requestOf('mismatch');
  const other = { ...request, requestHash: sha256('another body') };
  await claimIdempotencyKey(workspace.database, request);
  expect(await claimIdempotencyKey(workspace.database, other)).toEqual({ kind: 'mismatch' });
  await storeIdempotentResponse(workspace.database, { ...request, ...RESPONSE });
  expect(await claimIdempotencyKey(workspace.database, other)).toEqual({ kind: 'mismatch' });
});

it('keeps the keys of two endpoints apart', async () => {
  const request = requestOf('endpoint');
  await claimIdempotencyKey(workspace.database, request);
  const elsewhere = { ...request, endpoint: 'POST /v1/documents' };
  expect(await claimIdempotencyKey(workspace.database, elsewhere)).toEqual({ kind: 'first' });
});

it('runs again after a failure, but never forgets an answer', async () => {
  const request = requestOf('release');
  await claimIdempotencyKey(workspace.database, request);
  await releaseIdempotencyKey(workspace.database, request);
  expect(await claimIdempotencyKey(workspace.database, request)).toEqual({ kind: 'first' });
  await storeIdempotentResponse(workspace.database, { ...request, ...RESPONSE });
  await releaseIdempotencyKey(workspace.database, request);
  expect(await claimIdempotencyKey(workspace.database, request)).toMatchObject({ kind: 'replay' });
});

it('lets another take over from a request whose server died', async () => {
  const request = requestOf('died');
  await claimIdempotencyKey(workspace.database, request);
  await expire('running_until', 'died');
  const other = { ...request, requestHash: sha256('another body') };
  expect(await claimIdempotencyKey(workspace.database, other)).toEqual({ kind: 'mismatch' });
  expect(await claimIdempotencyKey(workspace.database, request)).toEqual({ kind: 'first' });
  expect(await claimIdempotencyKey(workspace.database, request)).toEqual({ kind: 'running' });
});

it('never takes over from a request that was answered', async () => {
  const request = requestOf('answered');
  await claimIdempotencyKey(workspace.database, request);
  await storeIdempotentResponse(workspace.database, { ...request, ...RESPONSE });
  await expire('running_until', 'answered');
  expect(await claimIdempotencyKey(workspace.database, request)).toMatchObject({ kind: 'replay' });
});

it('gives an expired key free, answered or not', async () => {
  const request = requestOf('expired');
  await claimIdempotencyKey(workspace.database, request);
  await storeIdempotentResponse(workspace.database, { ...request, ...RESPONSE });
  await expire('expires_at', 'expired');
  const other = { ...request, requestHash: sha256('another body') };
  expect(await claimIdempotencyKey(workspace.database, other)).toEqual({ kind: 'first' });
  expect(await claimIdempotencyKey(workspace.database, other)).toEqual({ kind: 'running' });
});

it('deletes what has expired and nothing else', async () => {
  await claimIdempotencyKey(workspace.database, requestOf('old'));
  await claimIdempotencyKey(workspace.database, requestOf('young'));
  await expire('expires_at', 'old');
  await deleteExpiredIdempotencyKeys(opened.database);
  const { rows } = await opened.database.pool.query(
    `select key from idempotent_requests where key in ('old', 'young')`,
  );
  expect(rows).toEqual([{ key: 'young' }]);
});
