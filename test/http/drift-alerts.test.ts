import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertPage } from '../../contract/alert.ts';
import { parseConfig } from '../../platform/load-config.ts';
import { createLogger } from '../../platform/log.ts';
import { lookAtAll } from '../../server/alerts/watch-figures.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
alerts:
  - { name: answers-moved, kind: drift, window: 20, for_minutes: 5, clear_for_minutes: 10 }
  - { name: latency-moved, kind: drift, window: 20, measures: [latency, cost], for_minutes: 0 }
`;
const MINUTE_MS = 60_000;

let footnote: RunningFootnote;
let client: TestClient;
let startedAt: number;

beforeAll(async () => {
  // The worker forgets what no webhook wants to be told.
  footnote = await startFootnote({ config: CONFIG, hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
  startedAt = Date.now() + MINUTE_MS;
});
afterAll(() => footnote.stop());

/** Answers that differ in nothing but whether the documents held one. */
async function answer(count: number, status: (index: number) => 'answered' | 'abstained') {
  for (let index = 0; index < count; index += 1) {
    await footnote.database.pool.query(
      `insert into traces (workspace_id, id, kind, state, created_at, api_key_id, api_key_name, question, document_ids,
         classification, cited_count, selected_count, candidate_count, input_tokens, output_tokens, cost_usd, status, total_ms)
       select workspace_id, $1, 'answer', 'complete', now(), id, name, 'How much leave do I get?', '{}',
         'public', 0, 0, 0, 0, 0, 0, $2, 10
       from api_keys
       limit 1`,
      [uuidv7(), status(index)],
    );
  }
}

async function lookAt(minutesLater: number): Promise<AlertPage> {
  await lookAtAll({
    database: footnote.database,
    config: parseConfig(CONFIG, 'test.yaml'),
    clock: () => new Date(startedAt + minutesLater * MINUTE_MS),
    newId: () => uuidv7(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    stopping: new AbortController().signal,
  });
  return (await client.get<AlertPage>('/v1/alerts')).body;
}

async function toldOf(event: string): Promise<readonly unknown[]> {
  const { rows } = await footnote.database.pool.query<{ payload: unknown }>(
    'select payload from webhook_deliveries where event = $1',
    [event],
  );
  return rows.map(({ payload }) => payload);
}

describe('an alert over drift', () => {
  it('has no figure while there are not two windows of answers', async () => {
    await answer(39, () => 'answered');

    expect((await lookAt(0)).rules).toMatchObject([
      {
        name: 'answers-moved',
        kind: 'drift',
        says: 'any measure has moved in the last 20 answers, beside those before them; for 5 minutes',
        state: 'ok',
        value: null,
        detail: 'Fewer than 40 answers: a window of 20 and as many before it.',
      },
      {
        says: 'latency or cost has moved in the last 20 answers, beside those before them; for 0 minutes',
        value: null,
      },
    ]);
  });

  it('is well while the newest window is like the one before', async () => {
    await answer(1, () => 'answered');

    expect((await lookAt(1)).rules).toMatchObject([
      { state: 'ok', value: 0, detail: expect.stringContaining('Nothing has moved') },
      { state: 'ok', value: 0 },
    ]);
  });

  it('waits for newer answers to confirm what has moved, whatever time passes', async () => {
    await answer(20, () => 'abstained');
    expect((await lookAt(2)).rules[0]).toMatchObject({ state: 'pending', value: 1 });
    const { data, rules } = await lookAt(600);

    expect(rules[0]).toMatchObject({ state: 'pending', value: 1 });
    expect(data).toEqual([]);
  });

  it('opens when a newer window has moved, too, and tells which measures and how far', async () => {
    await answer(10, () => 'abstained');
    const { data, rules } = await lookAt(601);

    expect(rules).toMatchObject([
      { state: 'open', value: 1 },
      { name: 'latency-moved', state: 'ok', value: 0 },
    ]);
    const detail = expect.stringMatching(
      /^Moved in the 20 answers until \S+, beside 50 before: status answered 80 % to 0 % \(p = 0\.0\d+\)\.$/,
    );
    expect(data).toMatchObject([{ name: 'answers-moved', value: 1, detail, closed_at: null }]);
    expect(await toldOf('alert.opened')).toMatchObject([{ name: 'answers-moved', detail }]);
  });

  it('closes when newer windows have been like those before for long enough', async () => {
    await answer(20, (index) => (index % 7 < 4 ? 'answered' : 'abstained'));
    expect((await lookAt(602)).rules[0]).toMatchObject({ state: 'clearing', value: 0 });
    expect((await lookAt(900)).rules[0]).toMatchObject({ state: 'clearing' });
    await answer(10, (index) => (index % 7 < 4 ? 'answered' : 'abstained'));
    const { data, rules } = await lookAt(901);

    expect(rules[0]).toMatchObject({ state: 'ok', value: 0 });
    expect(data).toMatchObject([{ name: 'answers-moved', closed_at: expect.any(String) }]);
    expect(await toldOf('alert.closed')).toHaveLength(1);
  });

  it('sees what the ledger of drift shows', async () => {
    const { body } = await client.get<{ windows: readonly { comparison: unknown }[] }>(
      `/v1/drift?window=20`,
    );

    expect(body.windows.at(-1)?.comparison).toMatchObject({ alarms: [] });
  });
});
