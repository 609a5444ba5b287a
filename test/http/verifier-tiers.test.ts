import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import type { VerifyResponse } from '../../contract/verify.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TINY_NLI, writeTinyNli } from '../support/tiny-models/write-tiny-cross-encoder.ts';

const QUESTION = 'How many days of annual leave does every employee have?';
const LEAVE = 'Every employee has 27 days of annual leave in a calendar year.';
const models = [
  { name: 'writer', model: 'sim-good', tier: 'small' },
  { name: 'liar', model: 'sim-wrong-number', tier: 'small' },
  { name: 'judge', model: 'sim-judge', tier: 'large', dataClasses: ['public', 'internal'] },
  { name: 'fabricates', model: 'sim-judge-fabricating', tier: 'medium' },
] as const;
const ALL = { undecided: { from: 0, to: 1 } };

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.forgetRequests());

async function start(
  verification: object,
  writer = 'writer',
): Promise<[RunningFootnote, TestClient]> {
  const routes = [{ name: 'all', prefer: [writer], on_unsupported: 'accept' }];
  const sections = { verification: { ...ALL, ...verification } };
  const footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, { models, routes, sections }),
  });
  const client = createClient(footnote, footnote.adminKey);
  const document = (collection: string) => ({
    title: 'Leave',
    source: 'leave.md',
    collection,
    classification: collection,
    text: LEAVE,
  });
  await client.ingest([document('internal'), document('restricted')]);
  return [footnote, client];
}

async function askIn(client: TestClient, collection: string) {
  const answer = await client.ask({ question: QUESTION, collections: [collection] });
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  return { answer, trace: AnswerTraceRecord.parse(body) };
}

describe('a judge that is configured', () => {
  let footnote: RunningFootnote;
  let client: TestClient;
  beforeAll(async () => {
    [footnote, client] = await start({ judge: { model: 'judge' } });
  });
  afterAll(() => footnote.stop());

  it('decides what the builtin tier leaves open; who, why and for how much stands in the trace', async () => {
    const { answer, trace } = await askIn(client, 'internal');
    expect(trace.attempts.map(({ kind, requested_model: model }) => [kind, model])).toEqual([
      ['primary', 'writer'],
      ['judge', 'judge'],
    ]);
    const [claim] = trace.verification.claims;
    expect(claim?.decision).toMatchObject({ tier: 'judge', earlier: [{ tier: 'builtin' }] });
    const [run] = trace.verification.tiers ?? [];
    expect(run).toMatchObject({ tier: 'judge', model: 'judge', asked_claims: 1, failure: null });
    expect(run?.replies[0]).toContain('27 days');
    expect(run?.cost_usd).toBeCloseTo(trace.attempts[1]?.cost_usd ?? 0, 12);
    const cost = trace.attempts.reduce((sum, attempt) => sum + attempt.cost_usd, 0);
    expect(answer.usage.cost_usd).toBeCloseTo(cost, 12);
    expect(answer.verification.verifier).toMatch(/ \+ judge:judge$/u);
  });

  it('does not make a wrong number right by quoting the right one', async () => {
    const [footnoteOfLiar, ofLiar] = await start({ judge: { model: 'judge' } }, 'liar');
    const { trace } = await askIn(ofLiar, 'internal');
    expect(trace.attempts.map(({ kind }) => kind)).toEqual(['primary', 'judge']);
    expect(trace.verification.claims[0]).toMatchObject({ verdict: 'contradicted' });
    expect(trace.verification.claims[0]?.decision).toBeUndefined();
    await footnoteOfLiar.stop();
  });

  it('is never called about what it may not see, and the builtin verdict stands', async () => {
    const { trace } = await askIn(client, 'restricted');
    expect(trace.attempts.map(({ requested_model: model }) => model)).toEqual(['writer']);
    expect(trace.verification.claims[0]?.decision).toBeUndefined();
    expect(trace.verification.tiers?.[0]).toMatchObject({
      model: null,
      decided_claims: 0,
      failure: 'judge may not be called about this.',
    });
  });

  it('is never called about a text whose class nobody knows, when it may not see every class', async () => {
    const request = {
      answer: 'All staff get 27 days off [1].',
      chunks: [{ id: 'a', text: LEAVE }],
    };
    const { body } = await client.post<VerifyResponse>('/v1/verify', request);
    expect(body.verification.tiers?.[0]?.failure).toBe('judge may not be called about this.');
    expect(await simulator.requests()).toEqual([]);
  });

  it('judges a stored answer again unless the caller wants no more than the builtin tier', async () => {
    const { answer } = await askIn(client, 'internal');
    await simulator.forgetRequests();
    const plain = await client.post<VerifyResponse>('/v1/verify', {
      trace_id: answer.id,
      up_to: 'builtin',
    });
    expect(plain.body.verification.tiers).toBeUndefined();
    expect(await simulator.requests()).toEqual([]);
    const judged = await client.post<VerifyResponse>('/v1/verify', { trace_id: answer.id });
    expect(judged.body.recorded?.is_same).toBe(true);
    const { body } = await client.get<TraceResponse>(`/v1/traces/${judged.body.id ?? ''}`);
    expect(body).toMatchObject({ attempts: [{ n: 1, kind: 'judge', requested_model: 'judge' }] });
  });
});

describe('a judge that makes its quotations up', () => {
  it('supports nothing', async () => {
    const [footnote, client] = await start({ judge: { model: 'fabricates' } });
    const { trace } = await askIn(client, 'internal');
    const [claim] = trace.verification.claims;
    expect(claim?.verdict).toBe('unsupported');
    expect(claim?.reasons.map(({ code }) => code)).toContain('judge_quote_not_found');
    await footnote.stop();
  });
});

describe('a model on this machine', () => {
  it('is asked about what the builtin tier leaves open, and costs nothing', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
    await writeTinyNli(folder);
    const outputs = ['contradicted', 'neutral', 'supported'];
    const local = { kind: 'pairs', model: TINY_NLI, models_folder: folder, outputs };
    const [footnote, client] = await start({ local: { ...local, time_budget_ms: 20_000 } });
    const answer = 'The annual leave of an employee is 27 days [1].';
    const { body } = await client.post<VerifyResponse>('/v1/verify', {
      answer,
      chunks: [{ id: 'a', text: LEAVE }],
    });
    expect(body.claims[0]).toMatchObject({ decision: { tier: 'local' } });
    expect(body.verification.tiers).toMatchObject([
      { tier: 'local', model: TINY_NLI, decided_claims: 1, cost_usd: 0, failure: null },
    ]);
    await footnote.stop();
    await rm(folder, { recursive: true });
  });
});
