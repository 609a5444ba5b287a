import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../contract/evaluation.ts';
import type { ProductionReadiness } from '../../contract/readiness.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishEvaluation } from '../support/evaluations.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;
let id: string;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    {
      title: 'Leave',
      source: 'leave.md',
      text: '# Leave\n\nEvery employee has 27 days of annual leave in a calendar year.',
    },
  ]);
  const input = 'How many days of annual leave does every employee have?';
  await admin.post('/v1/gold-sets', {
    name: 'ours',
    items: [
      {
        id: 'leave',
        input,
        expected: { accepted_answers: ['27 days'] },
        sources: [{ path: 'leave.md' }],
      },
      { id: 'moon', input: 'Who walked on the moon?', unanswerable: true },
    ],
  });
  const started = await admin.post<Evaluation>('/v1/evaluations', { gold_set: 'ours' });
  ({ id } = started.body);
  await finishEvaluation(admin, id);
});
afterAll(() => footnote.stop());

async function assess(body: object): Promise<ProductionReadiness> {
  const reply = await admin.post<ProductionReadiness>('/v1/readiness', { evaluation: id, ...body });
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('readiness', () => {
  it('answers six questions from a run, each with figures or with no data', async () => {
    const { answers, verdict, report } = await assess({ targets: { items: 2, success: 1 } });
    expect(Object.fromEntries(answers.map((one) => [one.question, one.verdict]))).toEqual({
      accuracy: 'yes',
      latency: 'no_data',
      hosting: 'yes',
      own_test_set: 'yes',
      cheaper_model: 'no_data',
      audit: 'yes',
    });
    expect(verdict).toBe('no_data');
    expect(report).toBeNull();
    const audit = answers.find(({ question }) => question === 'audit');
    expect(audit?.figures[0]).toEqual({ name: 'records checked', value: '2' });
  });

  it('finds the records of texts that were read as whole as those of answers', async () => {
    await admin.post('/v1/gold-sets', {
      name: 'tickets',
      items: [
        {
          id: 'laptop',
          task: 'extraction',
          input: 'Device: NB-2210498. Since: 3 November 2026.',
          expected: { fields: { device: 'NB-2210498' } },
          schema: { type: 'object', properties: { device: { type: 'string', title: 'Device' } } },
        },
      ],
    });
    const started = await admin.post<Evaluation>('/v1/evaluations', { gold_set: 'tickets' });
    await finishEvaluation(admin, started.body.id);
    const { answers } = await assess({ evaluation: started.body.id });
    const audit = answers.find(({ question }) => question === 'audit');
    expect(audit?.figures).toContainEqual({ name: 'whole and explained', value: '1' });
    expect(audit?.because).toBe('No answer was given that has evidence.');
  });

  it('is written as a report', async () => {
    const load = { rate_per_s: 5, concurrency: 8, requests: 10, failed: 0, simulated: true };
    const { report } = await assess({ format: 'md', load: { ...load, p95_ms: 100 } });
    expect(report).toContain('# Simulated: Readiness of configured on ours, version 1');
    expect((await assess({ format: 'html' })).report).toContain('<!doctype html>');
  });

  it.each([
    ['a run that there is not', { evaluation: '0198c0de-0000-7000-8000-000000000009' }, 404],
    ['a variant that the run does not have', { variant: 'gone' }, 422],
    ['a target that is none', { targets: { success: 2 } }, 422],
  ])('refuses %s', async (_what, body, status) => {
    expect(await admin.post('/v1/readiness', { evaluation: id, ...body })).toMatchObject({
      status,
    });
  });
});
