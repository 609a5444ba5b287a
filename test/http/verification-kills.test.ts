import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../contract/page.ts';
import type { VerificationResult, VerificationRun } from '../../contract/verification-run.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { waitUntil } from '../support/spawn-program.ts';
import { startBuiltServer, type BuiltServer } from '../support/start-built-server.ts';
import { startFootnote } from '../support/start-footnote.ts';

const ANSWERS = 90;
const KILLS = 2;
/** A run whose server died is taken up again when its lease runs out: here, at once. */
const EXPIRE_LEASES = `update verification_runs set lease_until = now() - interval '1 second'`;

let testDatabase: TestDatabase;
let adminKey: string;
let asked: readonly string[];
let server: BuiltServer | null = null;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  const footnote = await startFootnote({ testDatabase });
  const client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    { title: 'Pay', source: 'pay.md', collection: 'hr', text: 'Overtime is paid on Friday.' },
  ]);
  const ids: string[] = [];
  for (let count = 0; count < ANSWERS; count += 1) {
    ids.push((await client.ask({ question: `When is overtime ${count} paid?` })).id);
  }
  ({ adminKey } = footnote);
  asked = ids;
  await footnote.stop();
});
afterAll(async () => {
  await server?.stop();
  await testDatabase.close();
});

async function start(): Promise<TestClient> {
  server = await startBuiltServer(testDatabase, adminKey);
  return createClient(server, adminKey);
}

/** A server takes up whatever nobody works on when a run is begun, and now and then. */
async function takeUp(client: TestClient): Promise<void> {
  await testDatabase.database.pool.query(EXPIRE_LEASES);
  await client.post('/v1/verifications', { to: '2020-01-01T00:00:00Z' });
}

async function runOf(client: TestClient, id: string): Promise<VerificationRun> {
  return (await client.get<VerificationRun>(`/v1/verifications/${id}`)).body;
}

async function countChecks(): Promise<number> {
  const { rows } = await testDatabase.database.pool.query<{ count: number }>(
    "select count(*)::int as count from traces where kind = 'verification'",
  );
  return rows[0]?.count ?? 0;
}

describe('a run over stored answers whose server is killed', () => {
  it('goes on in the next one, and checks each answer exactly once', async () => {
    let client = await start();
    const { body } = await client.post<VerificationRun>('/v1/verifications', {});
    const { id } = body;
    const reached: number[] = [];
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const target = (kill * ANSWERS) / (KILLS + 2);
      const isThere = async () => (await runOf(client, id)).checked_answers >= target;
      await waitUntil('some checked answers', isThere);
      await server?.kill();
      client = await start();
      const { status, checked_answers: checked } = await runOf(client, id);
      expect({ kill, status, checks: await countChecks() }).toEqual({
        kill,
        status: 'running',
        checks: checked,
      });
      reached.push(checked);
      await takeUp(client);
    }
    expect(reached.at(-1)).toBeLessThan(ANSWERS);
    await waitUntil('the end', async () => (await runOf(client, id)).status === 'done');
    expect(await runOf(client, id)).toMatchObject({
      total_answers: ANSWERS,
      checked_answers: ANSWERS,
      failed_answers: 0,
    });
    const path = `/v1/verifications/${id}/results?limit=100`;
    const { data } = (await client.get<Page<VerificationResult>>(path)).body;
    expect(data.map(({ trace_id: trace }) => trace)).toEqual(asked);
    expect(new Set(data.map(({ verification_id: check }) => check)).size).toBe(ANSWERS);
    expect(await countChecks()).toBe(ANSWERS);
  });
});
