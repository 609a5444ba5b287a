import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { RoutedModel } from '../../contract/routed-model.ts';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase } from '../support/database.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = '# Annual leave\n\nEvery employee has 27 days of annual leave in a calendar year.\n';
const QUESTION = 'How many days of annual leave does every employee have?';

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [
        { name: 'broken', model: 'sim-500', tier: 'small' },
        { name: 'broken-too', model: 'sim-500', tier: 'large' },
        { name: 'flaky', model: 'sim-flaky' },
        { name: 'good', model: 'sim-good' },
        { name: 'busy', model: 'sim-429:30' },
      ],
      routes: [{ name: 'all', prefer: ['broken', 'good'] }],
      sections: {
        breaker: { minimum_calls: 4, wait: { base_ms: 600_000, max_ms: 600_000 } },
        retry: { base_ms: 1 },
      },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    {
      title: 'Leave policy',
      text: LEAVE,
      source: 'leave.md',
      mime: 'text/markdown',
    },
  ]);
});

afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

beforeEach(() => simulator.forgetRequests());

async function traceOf(answer: Pick<Answer, 'id'>): Promise<AnswerTraceRecord> {
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  return AnswerTraceRecord.parse(body);
}

async function modelNamed(name: string): Promise<RoutedModel | undefined> {
  const { body } = await client.get<{ data: RoutedModel[] }>('/v1/routing/models');
  return body.data.find((model) => model.name === name);
}

function setCircuit(name: string, body: object) {
  return client.post<RoutedModel>(`/v1/routing/models/${name}/circuit`, body);
}

describe('a retry', () => {
  it('answers where the first call failed, and both are in the trace', async () => {
    const answer = await client.ask({ question: QUESTION, model: 'flaky' });
    const { attempts } = await traceOf(answer);

    expect(answer.route).toMatchObject({
      model: 'flaky',
      fallback: { kind: 'retry', reason: 'flaky: server_error' },
    });
    expect(attempts).toMatchObject([
      { kind: 'primary', error: { code: 'server_error' }, circuit_before: 'closed' },
      { kind: 'retry', error: null, circuit_after: 'closed' },
    ]);
  });

  it('is not made where the provider asks for a longer wait than anybody has', async () => {
    const answer = await client.ask({ question: QUESTION, model: 'busy' });
    const { attempts } = await traceOf(answer);

    expect(attempts).toMatchObject([{ error: { code: 'rate_limited' }, retry_after_s: 30 }]);
  });
});

describe('the circuit of a model that keeps failing', () => {
  it('opens, and the next model answers without waiting for it', async () => {
    const first = await client.ask({ question: QUESTION });
    const second = await client.ask({ question: QUESTION });
    const calls = [...(await traceOf(first)).attempts, ...(await traceOf(second)).attempts];
    expect(calls.map((call) => [call.requested_model, call.kind, call.circuit_after])).toEqual([
      ['broken', 'primary', 'closed'],
      ['broken', 'retry', 'closed'],
      ['good', 'fallback', 'closed'],
      ['broken', 'primary', 'closed'],
      ['broken', 'retry', 'open'],
      ['good', 'fallback', 'closed'],
    ]);

    await simulator.forgetRequests();
    const third = await client.ask({ question: QUESTION });
    const { attempts, routing } = await traceOf(third);
    expect(third.route).toMatchObject({
      model: 'good',
      fallback: { kind: 'next_tier', reason: 'broken: breaker' },
    });
    expect(third.route.reasons.join()).toMatch(/broken is passed over: Its circuit is open/);
    expect(attempts).toMatchObject([{ n: 1, kind: 'primary', requested_model: 'good' }]);
    expect(
      routing.candidates
        .filter((candidate) => candidate.refused_by === 'breaker')
        .map((candidate) => candidate.model),
    ).toEqual(['broken', 'broken-too']);
    expect(await simulator.requests()).toHaveLength(1);
  });

  it('is shown with its cause, its transitions and what it shares', async () => {
    expect(await modelNamed('broken')).toMatchObject({
      provider_model: 'sim-500',
      tier: 'small',
      circuit: {
        state: 'open',
        cause: 'consecutive_failures',
        detail: 'The last 4 calls failed.',
        retry_at: expect.any(String),
        transitions: [{ from: 'closed', to: 'open', cause: 'consecutive_failures' }],
        shared_with: ['broken-too'],
      },
      recent: { calls: 4, failures: 4, error_rate: 1, p95_ms: expect.any(Number), in_flight: 0 },
      spend_usd: 0,
    });
    expect((await modelNamed('good'))?.spend_usd).toBeGreaterThan(0);
    expect(await modelNamed('builtin-extractive')).toMatchObject({ circuit: null });
  });

  it('leaves the documents quoted to whoever asks for that model by name', async () => {
    const answer = await client.ask({ question: QUESTION, model: 'broken' });

    expect(answer).toMatchObject({
      status: 'answered',
      route: { model: 'builtin-extractive', fallback: { kind: 'rule_based' } },
    });
  });
});

describe('a circuit that is opened by hand', () => {
  it('keeps every call away until it is given back, which probes decide', async () => {
    const reason = 'Maintenance.';
    const forced = await setCircuit('good', { state: 'forced_open', reason });
    expect(forced).toMatchObject({
      status: 200,
      body: { circuit: { state: 'forced_open', cause: 'forced', detail: reason } },
    });
    const answer = await client.ask({ question: QUESTION, model: 'good' });
    expect(answer.route.fallback?.reason).toContain('opened by hand: Maintenance.');
    expect(await simulator.requests()).toEqual([]);

    const released = await setCircuit('good', { state: 'auto', reason: 'It is back.' });
    expect(released.body.circuit).toMatchObject({ state: 'half_open', detail: 'It is back.' });
    const probe = await client.ask({ question: QUESTION, model: 'good' });
    expect((await traceOf(probe)).attempts).toMatchObject([
      { circuit_before: 'half_open', circuit_after: 'half_open' },
    ]);
    await client.ask({ question: QUESTION, model: 'good' });
    await client.ask({ question: QUESTION, model: 'good' });
    expect((await modelNamed('good'))?.circuit).toMatchObject({
      state: 'closed',
      cause: 'probes_succeeded',
    });
  });

  it('says who opened it and why, and what was said before', async () => {
    const [first] = (await modelNamed('good'))?.circuit?.orders ?? [];
    expect(first).toMatchObject({
      state: 'auto',
      reason: 'It is back.',
      by: { name: 'admin' },
      at: expect.any(String),
    });
    expect((await modelNamed('broken'))?.circuit?.orders).toEqual([]);
  });

  it.each([
    ['unknown', { state: 'auto', reason: 'x' }, 404],
    ['builtin-extractive', { state: 'forced_open', reason: 'x' }, 409],
    ['good', { state: 'forced_open' }, 422],
    ['good', { state: 'closed', reason: 'x' }, 422],
    ['good', { state: 'auto', reason: ' ' }, 422],
  ])('is refused for %s with %j', async (name, body, status) => {
    expect(await setCircuit(name, body)).toMatchObject({ status });
  });

  it('takes a key that may: audit sees, admin sets', async () => {
    const made = await client.post<CreatedApiKey>('/v1/keys', { name: 'a', scopes: ['audit'] });
    const auditor = createClient(footnote, made.body.key);

    expect((await auditor.get('/v1/routing/models')).status).toBe(200);
    const body = { state: 'forced_open', reason: 'x' };
    expect((await auditor.post('/v1/routing/models/good/circuit', body)).status).toBe(403);
  });
});

describe('what an operator said of a circuit', () => {
  it('holds in other servers and after a restart, until somebody says otherwise', async () => {
    await using testDatabase = await openTestDatabase();
    const config = writeConfig(simulator.baseUrl, { models: [{ name: 'sim-good' }] });
    const start = () => startFootnote({ config, testDatabase, hasWorker: false });
    const stateIn = async (server: RunningFootnote) => {
      const { body } = await createClient(server, server.adminKey).get<{ data: RoutedModel[] }>(
        '/v1/routing/models',
      );
      return body.data.find(({ name }) => name === 'sim-good')?.circuit;
    };
    const order = (server: RunningFootnote, state: string, reason: string) =>
      createClient(server, server.adminKey).post('/v1/routing/models/sim-good/circuit', {
        state,
        reason,
      });
    const first = await start();
    {
      await using other = await start();
      await order(first, 'forced_open', 'The contract ended.');
      await expect
        .poll(async () => (await stateIn(other))?.state, { timeout: 10_000 })
        .toBe('forced_open');
    }
    await first.stop();

    await using restarted = await start();
    expect(await stateIn(restarted)).toMatchObject({
      state: 'forced_open',
      cause: 'forced',
      detail: 'The contract ended.',
      orders: [{ state: 'forced_open', reason: 'The contract ended.', by: { name: 'admin' } }],
    });
    await order(restarted, 'auto', 'It was extended.');
    await using last = await start();
    expect(await stateIn(last)).toMatchObject({
      state: 'closed',
      orders: [{ state: 'auto' }, { state: 'forced_open' }],
    });
  });
});

describe('a bulkhead', () => {
  it('sends the questions that a slow model has no place for to the next one', async () => {
    const config = writeConfig(simulator.baseUrl, {
      models: [{ name: 'slow', model: 'sim-slow-first-token:1000' }, { name: 'sim-good' }],
      routes: [{ name: 'all', prefer: ['slow', 'sim-good'] }],
      sections: { bulkhead: { max_concurrent: 1, max_queued: 1, max_wait_ms: 100 } },
    });
    await using server = await startFootnote({ config });
    const asker = createClient(server, server.adminKey);
    await asker.ingest([{ title: 'Leave', text: LEAVE, source: 'leave.md' }]);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => asker.ask({ question: QUESTION })),
    );
    const traces = await Promise.all(
      answers.map(async ({ id }) =>
        AnswerTraceRecord.parse((await asker.get<TraceResponse>(`/v1/traces/${id}`)).body),
      ),
    );

    expect(answers.map(({ route }) => route.model).toSorted()).toEqual([
      'sim-good',
      'sim-good',
      'sim-good',
      'slow',
    ]);
    const refusals = traces.flatMap(({ routing, skipped = [] }) => [
      ...routing.candidates.flatMap(({ refused_by: refusedBy }) => refusedBy ?? []),
      ...skipped.map(({ refused_by: refusedBy }) => refusedBy),
    ]);
    expect(refusals).toEqual(['bulkhead', 'bulkhead', 'bulkhead']);
  });
});
