import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const EARLIER = 'How many days of annual leave does an employee in Lisbon have?';
const FOLLOW_UP = 'And in Rome?';

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  const classes = { dataClasses: ['public', 'internal'] } as const;
  footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, {
      models: [{ name: 'writer', model: 'sim-good', tier: 'small', ...classes }],
      routes: [{ name: 'all', prefer: ['writer'] }],
      sections: { retrieval: { rewrite: { time_budget_ms: 30_000 } } },
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    { title: 'Rome', source: 'rome', text: 'Employees in Rome have 25 days of annual leave.' },
    { title: 'Lisbon', source: 'lisbon', text: 'Employees in Lisbon have 22 days of leave.' },
  ]);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});
beforeEach(() => simulator.forgetRequests());

async function followUp(before: string) {
  const messages = [
    { role: 'user' as const, content: before },
    { role: 'assistant' as const, content: 'The documents say so.' },
  ];
  const answer = await client.ask({ question: FOLLOW_UP, messages });
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  return { answer, trace: AnswerTraceRecord.parse(body) };
}

describe('a follow-up where a model rewrites', () => {
  it('is searched for as the model wrote it, which the record says', async () => {
    const { answer, trace } = await followUp(EARLIER);
    const [step] = trace.retrieval.query_steps ?? [];
    expect(step).toEqual({
      kind: 'rewrite',
      from: FOLLOW_UP,
      to: 'How many days of annual leave does an employee in Lisbon have, And in Rome?',
      reason: 'written by writer',
    });
    const { attempts } = trace;
    expect(attempts.map(({ kind }) => kind)).toEqual(['rewrite', 'primary']);
    const cost = attempts.reduce((sum, { cost_usd: usd }) => sum + usd, 0);
    expect(answer.usage.cost_usd).toBeCloseTo(cost, 10);
    expect(attempts[0]?.cost_usd).toBeGreaterThan(0);
  });

  it('stays with the rules when its history may not leave, and says so', async () => {
    const { trace } = await followUp(`${EARLIER} My IBAN is DE89 3704 0044 0532 0130 00.`);
    const [first, second] = trace.retrieval.query_steps ?? [];
    expect(first).toMatchObject({
      kind: 'rewrite',
      reason: 'written by the rules, because no model may be called about this',
    });
    expect(second?.kind).toBe('history');
    expect(trace.attempts).toEqual([]);
    expect(await simulator.requests()).toEqual([]);
  });
});
