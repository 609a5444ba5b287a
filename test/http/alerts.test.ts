import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertPage } from '../../contract/alert.ts';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import { parseConfig } from '../../platform/load-config.ts';
import { createLogger } from '../../platform/log.ts';
import { lookAtAll } from '../../server/alerts/watch-figures.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
alerts:
  - name: abstains
    kind: threshold
    metric: abstained_rate
    opens: above
    at: 0.5
    clears_at: 0.2
    window_minutes: 10
    for_minutes: 5
    clear_for_minutes: 5
    min_answers: 2
  - { name: quality, kind: burn_rate, good: { what: success }, objective: 0.99, min_answers: 2, for_minutes: 0 }
`;
const MINUTE_MS = 60_000;

let footnote: RunningFootnote;
let client: TestClient;
let askedAt: number;

beforeAll(async () => {
  // The worker forgets what no webhook wants to be told.
  footnote = await startFootnote({ config: CONFIG, hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
  for (let n = 0; n < 2; n += 1)
    await client.ask({ question: 'What is the boiling point of tin?' });
  askedAt = Date.now();
});
afterAll(() => footnote.stop());

async function lookAt(minutesLater: number, config = CONFIG): Promise<void> {
  await lookAtAll({
    database: footnote.database,
    config: parseConfig(config, 'test.yaml'),
    clock: () => new Date(askedAt + minutesLater * MINUTE_MS),
    newId: () => uuidv7(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    stopping: new AbortController().signal,
  });
}

async function alertsNow(path = '/v1/alerts'): Promise<AlertPage> {
  return (await client.get<AlertPage>(path)).body;
}

async function toldOf(event: string): Promise<number> {
  const { rows } = await footnote.database.pool.query<{ count: number }>(
    'select count(*)::int as count from webhook_deliveries where event = $1',
    [event],
  );
  return rows[0]?.count ?? 0;
}

describe('alerts', () => {
  it('stand as they are before anybody has looked', async () => {
    const { data, rules } = await alertsNow();

    expect(data).toEqual([]);
    expect(rules.map(({ name, state, value }) => ({ name, state, value }))).toEqual([
      { name: 'abstains', state: null, value: null },
      { name: 'quality', state: null, value: null },
    ]);
  });

  it('open when their limit has been passed for long enough, once, and tell of it', async () => {
    await lookAt(1);
    expect((await alertsNow()).rules[0]).toMatchObject({ state: 'pending', value: 1 });
    await lookAt(4);
    await lookAt(6);
    await lookAt(6.5);

    const { data, rules } = await alertsNow('/v1/alerts?state=open');
    expect(rules.map(({ state }) => state)).toEqual(['open', 'open']);
    expect(data.toSorted((left, right) => left.name.localeCompare(right.name))).toMatchObject([
      {
        name: 'abstains',
        value: 1,
        detail: 'abstained_rate is 1 (opens above 0.5).',
        closed_at: null,
      },
      { name: 'quality', closed_at: null },
    ]);
    expect(await toldOf('alert.opened')).toBe(2);
  });

  it('stay open while there are no figures', async () => {
    await lookAt(60);

    expect((await alertsNow()).rules[0]).toMatchObject({ state: 'open', value: null });
  });

  it('close when their rule is gone, and keep their history', async () => {
    const { rows } = await footnote.database.pool.query('select 1 from alert_states');
    expect(rows).toHaveLength(2);
    await lookAt(61, 'alerts: []');

    const { data } = await alertsNow('/v1/alerts?state=closed');
    expect(data).toHaveLength(2);
    expect(await toldOf('alert.closed')).toBe(2);
  });

  it('are shown to a key that may audit', async () => {
    const made = await client.post<CreatedApiKey>('/v1/keys', { name: 'a', scopes: ['ask'] });
    const asker = createClient(footnote, made.body.key);

    expect((await asker.get('/v1/alerts')).status).toBe(403);
    expect((await client.get('/v1/alerts?cursor=x')).status).toBe(422);
  });
});
