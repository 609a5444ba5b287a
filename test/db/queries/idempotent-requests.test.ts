import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  claimIdempotencyKey,
  deleteExpiredIdempotencyKeys,
  releaseIdempotencyKey,
  renewIdempotencyKey,
  storeIdempotentResponse,
  type IdempotencyClaim,
} from '../../../db/queries/idempotent-requests.ts';
import { inTransaction } from '../../../db/workspace-database.ts';
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

type Request = ReturnType<typeof requestOf>;

async function claim(request: Request): Promise<Request & IdempotencyClaim> {
  const state = await claimIdempotencyKey(workspace.database, request);
  if (state.kind !== 'first') throw new Error(`The key is ${state.kind}.`);
  return { ...request, claimedAt: state.claimedAt };
}

function again(request: Request) {
  return claimIdempotencyKey(workspace.database, request);
}

function store(held: IdempotencyClaim, database = workspace.database) {
  return storeIdempotentResponse(database, { ...held, ...RESPONSE });
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
  const held = await claim(requestOf('replay'));
  expect(await store(held)).toBe(true);
  expect(await again(held)).toEqual({ kind: 'replay', ...RESPONSE });
});

it('keeps an answer with what it tells of, or neither', async () => {
  const held = await claim(requestOf('together'));
  const undone = inTransaction(workspace.database, async (transaction) => {
    await store(held, transaction);
    throw new Error('The effect failed.');
  });
  await expect(undone).rejects.toThrow('The effect failed.');
  expect(await again(held)).toEqual({ kind: 'running' });
  await inTransaction(workspace.database, (transaction) => store(held, transaction));
  await releaseIdempotencyKey(workspace.database, held);
  expect(await again(held)).toMatchObject({ kind: 'replay' });
});

it('keeps the first of two answers', async () => {
  const held = await claim(requestOf('twice'));
  await store(held);
  const other = { ...held, ...RESPONSE, status: 409 };
  expect(await storeIdempotentResponse(workspace.database, other)).toBe(false);
  expect(await again(held)).toMatchObject({ kind: 'replay', status: RESPONSE.status });
});

it('refuses another body under a key, running or answered', async () => {
  const held = await claim(requestOf('mismatch'));
  const other = { ...requestOf('mismatch'), requestHash: sha256('another body') };
  expect(await again(other)).toEqual({ kind: 'mismatch' });
  await store(held);
  expect(await again(other)).toEqual({ kind: 'mismatch' });
});

it('keeps the keys of two endpoints apart', async () => {
  const held = await claim(requestOf('endpoint'));
  const elsewhere = { ...held, endpoint: 'POST /v1/documents' };
  expect(await again(elsewhere)).toMatchObject({ kind: 'first' });
});

it('runs again after a failure, but never forgets an answer', async () => {
  const request = requestOf('release');
  await releaseIdempotencyKey(workspace.database, await claim(request));
  const held = await claim(request);
  await store(held);
  await releaseIdempotencyKey(workspace.database, held);
  expect(await again(request)).toMatchObject({ kind: 'replay' });
});

it('lets another take over from a request whose server died', async () => {
  const held = await claim(requestOf('died'));
  await expire('running_until', 'died');
  const other = { ...requestOf('died'), requestHash: sha256('another body') };
  expect(await again(other)).toEqual({ kind: 'mismatch' });
  expect(await again(held)).toMatchObject({ kind: 'first' });
  expect(await again(held)).toEqual({ kind: 'running' });
});

it('leaves a claim alone whose server still lives', async () => {
  const held = await claim(requestOf('alive'));
  await expire('running_until', 'alive');
  await renewIdempotencyKey(workspace.database, held);
  expect(await again(held)).toEqual({ kind: 'running' });
});

it('takes nothing any more from a server whose claim was taken over', async () => {
  const lost = await claim(requestOf('lost'));
  await expire('running_until', 'lost');
  const held = await claim(requestOf('lost'));
  expect(await store(lost)).toBe(false);
  await releaseIdempotencyKey(workspace.database, lost);
  expect(await again(lost)).toEqual({ kind: 'running' });
  await expire('running_until', 'lost');
  await renewIdempotencyKey(workspace.database, lost);
  expect(await again(held)).toMatchObject({ kind: 'first' });
});

it('tells claims of the same moment apart', async () => {
  const key = 'at-once';
  await inTransaction(workspace.database, async (transaction) => {
    const first = await claimIdempotencyKey(transaction, requestOf(key));
    await transaction.executor.execute(
      `update idempotent_requests set running_until = now() - interval '1 second' where key = '${key}'`,
    );
    const second = await claimIdempotencyKey(transaction, requestOf(key));
    expect(second).toMatchObject({ kind: 'first' });
    expect(second).not.toEqual(first);
  });
});

it('never takes over from a request that was answered', async () => {
  const held = await claim(requestOf('answered'));
  await store(held);
  await expire('running_until', 'answered');
  expect(await again(held)).toMatchObject({ kind: 'replay' });
});

it('gives an expired key free, answered or not', async () => {
  await store(await claim(requestOf('expired')));
  await expire('expires_at', 'expired');
  const other = { ...requestOf('expired'), requestHash: sha256('another body') };
  expect(await again(other)).toMatchObject({ kind: 'first' });
  expect(await again(other)).toEqual({ kind: 'running' });
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
