import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = 'Every employee has 27 days of annual leave in a calendar year.';
const QUESTION = 'How many days of annual leave does every employee have?';
/** One sample of the text exposition format 0.0.4. */
const SAMPLE = /^([a-z_][a-z0-9_]*)(?:\{((?:[a-z_]+="[^"\\\n]*",?)*)\})? (-?[0-9.e+-]+|\+Inf|NaN)$/;

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [{ name: 'failing', model: 'sim-500' }, { name: 'sim-good' }],
      routes: [{ name: 'all', prefer: ['failing', 'sim-good'] }],
      sections: { breaker: { minimum_calls: 2 }, retry: { max_retries: 0 } },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([{ title: 'Leave policy', text: LEAVE, source: 'leave.md' }]);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

async function scrape(key = footnote.adminKey): Promise<Response> {
  return fetch(`${footnote.url}/metrics`, { headers: { authorization: `Bearer ${key}` } });
}

async function readSamples(): Promise<ReadonlyMap<string, number>> {
  const lines = (await (await scrape()).text()).split('\n');
  const samples = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const [, name = '', labels = '', value] = SAMPLE.exec(line) ?? [];
      expect(name, line).not.toBe('');
      return [`${name}{${labels.split(',').toSorted().join()}}`, Number(value)];
    }),
  );
}

describe('GET /metrics', () => {
  it('counts answers, calls, fallbacks and requests, and shows circuits and queues', async () => {
    for (let n = 0; n < 3; n += 1) await client.ask({ question: QUESTION });
    const samples = await readSamples();

    expect(Object.fromEntries(samples)).toMatchObject({
      'footnote_answers_total{model="sim-good",status="answered",task="grounded_qa",verdict="verified"}': 3,
      'footnote_model_calls_total{kind="primary",model="failing",result="server_error"}': 2,
      'footnote_model_calls_total{kind="fallback",model="sim-good",result="ok"}': 2,
      'footnote_http_requests_total{route="POST /v1/answers",status="200"}': 3,
      'footnote_http_request_duration_seconds_count{route="POST /v1/answers"}': 3,
      'footnote_answer_duration_seconds_count{model="sim-good"}': 3,
      'footnote_answer_duration_seconds_bucket{le="+Inf",model="sim-good"}': 3,
      'footnote_answer_step_duration_seconds_count{step="generate"}': 3,
      'footnote_circuit_state{model="failing",state="open"}': 1,
      'footnote_circuit_state{model="failing",state="closed"}': 0,
      'footnote_circuit_state{model="sim-good",state="closed"}': 1,
      'footnote_queue_depth{queue="ingest_jobs",state="waiting"}': 0,
      'footnote_queue_depth{queue="reviews",state="waiting"}': 0,
      'footnote_escalations_total{}': 0,
    });
    expect(
      samples.get('footnote_tokens_total{direction="input",model="sim-good"}'),
    ).toBeGreaterThan(0);
    expect(samples.get('footnote_cost_usd_total{model="sim-good"}')).toBeGreaterThan(0);
  });

  it('names no identifier, question, host or workspace in its labels', async () => {
    await client.get('/v1/traces/0198c0de-0000-7000-8000-000000000000');
    const text = await (await scrape()).text();

    expect(text).toContain('route="GET /v1/traces/:id"');
    expect(text).not.toMatch(/workspace|[0-9a-f]{8}-[0-9a-f]{4}|annual|127\.0\.0\.1/);
  });

  it('takes a key that may audit, in the type that Prometheus reads', async () => {
    const [audit, ask] = await Promise.all(
      ['audit', 'ask'].map(async (scope) => {
        const made = await client.post<CreatedApiKey>('/v1/keys', { name: scope, scopes: [scope] });
        return scrape(made.body.key);
      }),
    );

    expect(audit?.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect([audit?.status, ask?.status]).toEqual([200, 403]);
  });
});
