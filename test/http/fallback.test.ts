import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Answer } from '../../contract/answer.ts';
import type { Review } from '../../contract/review.ts';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const LEAVE = '# Annual leave\n\nEvery employee has 27 days of annual leave in a calendar year.\n';
const QUESTION = 'How many days of annual leave does every employee have?';

const PUBLIC_ONLY = ['public'];
/** Each collection is of one class, and the class picks the rule. */
const routes = [
  {
    name: 'people',
    when: { sensitivity: { gte: 'restricted' } },
    prefer: ['broken'],
    fallback: ['same_tier', 'human_review'],
  },
  {
    name: 'quote-or-people',
    when: { sensitivity: { gte: 'confidential' } },
    prefer: ['broken'],
    fallback: ['rule_answer', 'human_review'],
  },
  { name: 'quick', prefer: ['slow', 'good'] },
];

const Sent = z.object({ model: z.string() });

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [
        { name: 'forbidden', model: 'sim-good', dataClasses: PUBLIC_ONLY },
        { name: 'slow', model: 'sim-slow-first-token:5000', dataClasses: ['public', 'internal'] },
        { name: 'good', model: 'sim-good', tier: 'large', dataClasses: ['public', 'internal'] },
        { name: 'broken', model: 'sim-400' },
      ],
      routes,
      sections: {
        fallback: {
          order: ['preferred', 'latency', 'same_tier', 'rule_answer'],
          hedge: { after_ms: 100, budget_ratio: 0, budget_reserve: 2 },
          rule_answer_below: 0.9,
        },
      },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  const document = (classification: string) => ({
    title: 'Leave policy',
    source: 'leave.md',
    mime: 'text/markdown',
    collection: classification,
    classification,
    text: LEAVE,
  });
  await client.ingest([document('internal'), document('confidential'), document('restricted')]);
});

afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

beforeEach(() => simulator.forgetRequests());

async function askIn(collection: string, question = QUESTION) {
  const answer = await client.ask({ question, collections: [collection] });
  return { answer, record: await traceOf(answer) };
}

async function traceOf(answer: Pick<Answer, 'id'>): Promise<AnswerTraceRecord> {
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  return AnswerTraceRecord.parse(body);
}

async function callsOf(): Promise<readonly string[]> {
  return (await simulator.requests()).map(({ body }) => Sent.parse(JSON.parse(body)).model);
}

describe('a model that is slow to begin', () => {
  it('is joined by one that the rule prefers, which answers; both calls are in the trace', async () => {
    const { answer, record } = await askIn('internal');

    expect(answer.route).toMatchObject({
      model: 'good',
      fallback: { kind: 'latency', reason: 'slow: no token within 100 ms' },
    });
    expect(record.routing.fallback_order).toContain('latency');
    expect(record.attempts).toMatchObject([
      { n: 1, kind: 'primary', requested_model: 'slow', error: { code: 'cancelled' } },
      { n: 2, kind: 'hedge', requested_model: 'good', error: null, circuit_after: 'closed' },
    ]);
    const cost = record.attempts.reduce((sum, attempt) => sum + attempt.cost_usd, 0);
    expect(answer.usage.cost_usd).toBeCloseTo(cost, 12);
    expect(record.attempts[0]?.duration_ms).toBeLessThan(4_000);
    expect(await callsOf()).toEqual(['sim-slow-first-token:5000', 'sim-good']);
  });

  it('is waited for once no hedge is left', async () => {
    await askIn('internal');
    const { answer, record } = await askIn('internal');

    expect(record.attempts.map(({ kind }) => kind)).toEqual(['primary']);
    expect(answer.route).toMatchObject({ model: 'slow', fallback: null });
  });
});

describe('an order of fallbacks that ends with a person', () => {
  it('holds the question when no model of it answers, with quotes as the draft', async () => {
    const { answer, record } = await askIn('restricted');

    expect(answer).toMatchObject({
      status: 'needs_review',
      route: { fallback: { kind: 'review' } },
    });
    expect(record.outcome.reason).toBe('No model answered (broken: refused): a person decides.');
    expect(record.answer.drafts).toMatchObject([{ model: 'builtin-extractive' }]);
    expect(JSON.stringify(answer)).not.toContain('27 days');
    expect(await callsOf()).toEqual(['sim-400']);
    const { body } = await client.get<{ data: Review[] }>('/v1/reviews');
    expect(body.data.map(({ trace_id: id }) => id)).toContain(answer.id);
  });

  it('streams nothing of the draft', async () => {
    const response = await fetch(`${client.url}/v1/answers`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${client.key}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ question: QUESTION, collections: ['restricted'] }),
    });
    const text = await response.text();
    expect(text).toContain('needs_review');
    expect(text).not.toContain('27 days');
  });

  it('answers by rule first where that comes before', async () => {
    const { answer } = await askIn('confidential');

    expect(answer).toMatchObject({
      status: 'answered',
      route: { model: 'builtin-extractive', fallback: { kind: 'rule_based' } },
    });
  });
});

describe('a retrieval that is less sure than wanted', () => {
  it('has no model asked, and says why', async () => {
    const { record } = await askIn('internal', 'Which calendar is used?');

    expect(record.route.fallback).toEqual({
      kind: 'rule_based',
      reason: expect.stringMatching(
        /^Retrieval confidence 0\.\d\d is below 0\.9\. Quoting the documents instead\.$/,
      ),
    });
    expect(record.evidence).toHaveLength(1);
    expect(record.attempts).toEqual([]);
    expect(await callsOf()).toEqual([]);
  });
});
