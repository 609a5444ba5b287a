import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationDetail } from '../../contract/evaluation.ts';
import { leaseEvaluation } from '../../db/queries/steer-evaluation.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { finishEvaluation } from '../support/evaluations.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const ITEMS = Array.from({ length: 80 }, (_, index) => ({
  id: `i${index}`,
  input: `Who walked on moon ${index}?`,
  unanswerable: true,
}));

describe('a run whose server goes away', () => {
  let testDatabase: TestDatabase;
  let server: RunningFootnote;
  let client: TestClient;
  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    await start();
    await client.post('/v1/gold-sets', { name: 'many', items: ITEMS });
  });
  afterAll(async () => {
    await server.stop();
    await testDatabase.close();
  });

  async function start(): Promise<void> {
    server = await startFootnote({ testDatabase });
    client = createClient(server, server.adminKey);
  }

  async function beginRun(): Promise<string> {
    const { body } = await client.post<{ id: string }>('/v1/evaluations', {
      gold_set: 'many',
      concurrency: 1,
    });
    for (;;) {
      const { body: run } = await client.get<EvaluationDetail>(`/v1/evaluations/${body.id}`);
      if (run.progress.done > 2) return body.id;
      await sleep(20);
    }
  }

  it('is given up at once by one that stops, and goes on in the next, counting nothing twice', async () => {
    const id = await beginRun();
    await server.stop();
    const { rows: left } = await testDatabase.database.pool.query<{ item_id: string; at: string }>(
      'select item_id, recorded_at::text as at from evaluation_results where run_id = $1',
      [id],
    );
    expect(left.length).toBeGreaterThan(2);
    expect(left.length).toBeLessThan(ITEMS.length);
    await start();
    const run = await finishEvaluation(client, id);
    expect(run).toMatchObject({
      status: 'succeeded',
      progress: { total: ITEMS.length, done: ITEMS.length, failed: 0 },
    });
    const { rows } = await testDatabase.database.pool.query<{ item_id: string; at: string }>(
      'select item_id, recorded_at::text as at from evaluation_results where run_id = $1',
      [id],
    );
    expect(rows).toHaveLength(ITEMS.length);
    expect(rows).toEqual(expect.arrayContaining(left));
  });

  it('is taken over once the lease of one that died has run out, and not before', async () => {
    const id = await beginRun();
    await server.stop();
    const { pool } = testDatabase.database;
    await pool.query(
      "update evaluation_runs set lease_until = now() + interval '1 hour' where id = $1",
      [id],
    );
    const lease = { token: '0198c0de-0000-7000-8000-000000000001', seconds: 60 };
    expect(await leaseEvaluation(testDatabase.database, lease)).toBeNull();
    await pool.query('update evaluation_runs set lease_until = now() where id = $1', [id]);
    expect((await leaseEvaluation(testDatabase.database, lease))?.id).toBe(id);
    await pool.query('update evaluation_runs set lease_until = now() where id = $1', [id]);
    await start();
    expect((await finishEvaluation(client, id)).progress.done).toBe(ITEMS.length);
  });

  it('ends as failed when its key may not be used any more', async () => {
    const { body: made } = await client.post<{ key: string; id: string }>('/v1/keys', {
      name: 'gone',
      scopes: ['evaluate'],
      clearance: 'internal',
    });
    const owner = createClient(server, made.key);
    const reply = await owner.post<{ id: string }>('/v1/evaluations', {
      gold_set: 'many',
      concurrency: 1,
    });
    const { id } = reply.body;
    await server.stop();
    await testDatabase.database.pool.query(
      'update api_keys set revoked_at = now() where name = $1',
      ['gone'],
    );
    await start();
    const run = await finishEvaluation(client, id);
    expect(run.status).toBe('failed');
    expect(run.failure).toContain('gone');
  });
});
