import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inTransaction } from '../../db/workspace-database.ts';
import { sha256 } from '../../platform/hash.ts';
import { createIdempotencyStore } from '../../server/access/idempotency-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { buildCaller } from '../unit/server/http/support/sample-answer.ts';
import { seedWorkspace, type SeededWorkspace } from './queries/seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'claims');
});
afterAll(() => opened.close());

const ANSWER = { status: 202, body: Buffer.from('{}'), headers: {} };

function requestOf(key: string) {
  const { apiKeyId, database } = workspace;
  const caller = buildCaller({ apiKeyId, workspaceId: database.workspaceId });
  return { caller, endpoint: 'createDocuments', key, requestHash: sha256(key) } as const;
}

async function beginFirst(key: string, renewMs?: number) {
  const beginning = await createIdempotencyStore(opened.database, renewMs).begin(requestOf(key));
  if (beginning.kind !== 'first') throw new Error(`The request is ${beginning.kind}.`);
  return beginning;
}

function expire(key: string) {
  return opened.database.pool.query(
    `update idempotent_requests set running_until = now() - interval '1 second' where key = $1`,
    [key],
  );
}

async function isExpired(key: string): Promise<boolean | undefined> {
  const { rows } = await opened.database.pool.query<{ is_expired: boolean }>(
    'select running_until < now() as is_expired from idempotent_requests where key = $1',
    [key],
  );
  return rows[0]?.is_expired;
}

describe('a claim on an Idempotency-Key', () => {
  it('lasts for as long as its server is alive', async () => {
    const first = await beginFirst('alive', 10);
    await expire('alive');
    await vi.waitFor(async () => expect(await isExpired('alive')).toBe(false), {
      timeout: 10_000,
      interval: 10,
    });
    await first.abandon();
  });

  it('keeps the effect of a server from being stored that has lost it', async () => {
    const lost = await beginFirst('lost', 3_600_000);
    await expire('lost');
    const holder = await beginFirst('lost');
    const late = inTransaction(workspace.database, (transaction) =>
      lost.keepWith(transaction, ANSWER),
    );
    await expect(late).rejects.toMatchObject({ code: 'conflict', retryAfterSeconds: 2 });
    await lost.abandon();
    await inTransaction(workspace.database, (transaction) => holder.keepWith(transaction, ANSWER));
    await holder.complete({ ...ANSWER, status: 500 });
    const again = await createIdempotencyStore(opened.database).begin(requestOf('lost'));
    expect(again).toEqual({ kind: 'replay', ...ANSWER });
  });
});
