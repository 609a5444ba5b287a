import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluatedItem, Evaluation, EvaluationDetail } from '../../contract/evaluation.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { figureOf, finishEvaluation } from '../support/evaluations.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
regulated_topics:
  - name: discipline
    about: [dismissal]
    signs: [appeal]
routes:
  - { name: people, when: { regulated_topic: [discipline] }, action: review }
`;
const ITEMS = [
  {
    id: 'leave',
    input: 'How many days of annual leave does every employee have?',
    expected: { accepted_answers: ['27 days'] },
    sources: [{ path: 'leave.md', quote: '27 days of annual leave' }],
    part: 'tuning',
  },
  {
    id: 'overtime',
    input: 'When is overtime paid?',
    expected: { accepted_answers: ['with the next payslip'] },
    sources: [{ path: 'pay.md' }],
    part: 'held_out',
  },
  {
    id: 'wrong',
    input: 'When is overtime paid?',
    expected: { accepted_answers: ['on the 3rd of May'] },
    sources: [{ path: 'never.md' }],
    part: 'held_out',
  },
  { id: 'moon', input: 'Who walked on the moon?', unanswerable: true, part: 'tuning' },
  { id: 'dismissal', input: 'May I appeal against dismissal?', must_review: true, part: 'tuning' },
  { id: 'triage', task: 'triage', input: 'My laptop is slow.', expected: { label: 'hardware' } },
];

let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    {
      title: 'Leave',
      source: 'leave.md',
      text: '# Leave\n\nEvery employee has 27 days of annual leave in a calendar year.',
    },
    { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
    {
      title: 'Conduct',
      source: 'conduct.md',
      text: '# Conduct\n\nAn employee may appeal against dismissal within ten days.',
    },
  ]);
  await admin.post('/v1/gold-sets', { name: 'bank', items: ITEMS });
});
afterAll(() => footnote.stop());

async function evaluate(request: object = {}): Promise<EvaluationDetail> {
  const { status, body } = await admin.post<Evaluation>('/v1/evaluations', {
    gold_set: 'bank',
    ...request,
  });
  expect(status).toBe(202);
  return finishEvaluation(admin, body.id);
}

describe('items of triage and extraction', () => {
  const schema = {
    type: 'object',
    properties: {
      since: { type: 'string', format: 'date', title: 'Since' },
      device: { type: 'string', title: 'Device' },
    },
  };
  const tickets = [
    { id: 'printer', task: 'triage', input: 'The toner is empty', expected: { label: 'printer' } },
    { id: 'wrong', task: 'triage', input: 'The toner is empty', expected: { label: 'network' } },
    { id: 'unknown', task: 'triage', input: 'The door is shut', expected: { label: 'doors' } },
    {
      id: 'read',
      task: 'extraction',
      input: 'Device: NB-2210498. Since: 3 November 2026.',
      expected: { fields: { since: '2026-11-03', device: 'NB-1' } },
      schema,
    },
    {
      id: 'bare',
      task: 'extraction',
      input: 'Device: NB-1.',
      expected: { fields: { device: 'NB-1' } },
    },
  ];

  beforeAll(async () => {
    const examples = ['printer', 'network'].flatMap((label) =>
      Array.from({ length: 8 }, (_none, at) => ({
        text: label === 'printer' ? `The toner of printer ${at} is empty` : `No wifi in room ${at}`,
        label,
      })),
    );
    await admin.post('/v1/classifiers', { name: 'support-desk', examples });
    await admin.post('/v1/gold-sets', { name: 'desk', items: tickets });
  });

  it('are sorted and read, with precision, recall and F1 of each class and field', async () => {
    const { body } = await admin.post<Evaluation>('/v1/evaluations', { gold_set: 'desk' });
    const run = await finishEvaluation(admin, body.id);

    expect(run.progress).toMatchObject({ total: 5, done: 5, failed: 0, skipped: 2 });
    expect(figureOf(run, 'configured', 'label_right')).toMatchObject({ n: 2, value: 0.5 });
    expect(figureOf(run, 'configured', 'field_f1')).toMatchObject({ n: 1, value: 0.5 });
    expect(figureOf(run, 'configured', 'fields_right')).toMatchObject({ n: 1, value: 0 });
    const [{ classes, fields } = { classes: [], fields: [] }] = run.parts?.[0]?.variants ?? [];
    expect(classes).toMatchObject([
      { name: 'network', expected: 1, found: 0, right: 0, precision: null, recall: { value: 0 } },
      { name: 'printer', expected: 1, found: 2, right: 1, precision: { value: 0.5 } },
    ]);
    expect(fields).toMatchObject([
      { name: 'device', expected: 1, found: 1, right: 0, f1: { value: 0 } },
      { name: 'since', expected: 1, found: 1, right: 1, f1: { value: 1 } },
    ]);
  });

  it('are skipped with the reason where nothing can be done with them', async () => {
    const variants = [{ name: 'none', classifier: 'not-there' }];
    const { body } = await admin.post<Evaluation>('/v1/evaluations', {
      gold_set: 'desk',
      variants,
    });
    const run = await finishEvaluation(admin, body.id);
    const items = await admin.get<{ data: EvaluatedItem[] }>(`/v1/evaluations/${run.id}/items`);

    const reasons = new Map(
      items.body.data.map(({ item, results }) => [item.id, results[0]?.observation]),
    );
    expect(reasons.get('printer')).toMatchObject({
      kind: 'skipped',
      detail: expect.stringContaining('There is no classifier named "not-there"'),
    });
    expect(reasons.get('bare')).toMatchObject({
      kind: 'skipped',
      detail: expect.stringContaining('no schema'),
    });
  });
});

describe('an evaluation run', () => {
  it('measures what became of each item, each figure with its interval', async () => {
    const run = await evaluate();

    expect(run).toMatchObject({
      status: 'succeeded',
      gold_set: { name: 'bank', version: 1 },
      progress: { total: 6, done: 6, failed: 0, skipped: 1 },
      simulated: false,
      config_hashes: ['test'],
    });
    const figures = (metric: string) => figureOf(run, 'configured', metric);
    expect(figures('answer_contains')).toMatchObject({ n: 3, value: 2 / 3 });
    expect(figures('answer_contains').low).toBeCloseTo(0.2077, 3);
    expect(figures('abstains')).toMatchObject({ n: 1, value: 1 });
    expect(figures('review_recall')).toMatchObject({ n: 1, value: 1 });
    expect(figures('required_selected')).toMatchObject({ n: 3, value: 2 / 3 });
    expect(figures('quote_selected')).toMatchObject({ n: 1, value: 1 });
    expect(figures('success')).toMatchObject({ n: 5, value: 0.8, interval: 'wilson' });
    expect(figures('latency_p50').value).toBeGreaterThan(0);
  });

  it('says at which stage a required document was lost', async () => {
    const run = await evaluate();
    expect(run.parts?.[0]?.variants[0]?.lost_at).toEqual([
      { code: 'corpus: never_ingested', count: 1 },
    ]);
  });

  it('counts the parts apart, beside all of them together', async () => {
    const run = await evaluate();
    expect(run.parts?.map(({ part, items }) => [part, items])).toEqual([
      [null, 6],
      ['all', 1],
      ['held_out', 2],
      ['tuning', 3],
    ]);
    const heldOut = run.parts?.find(({ part }) => part === 'held_out')?.variants[0]?.figures;
    expect(heldOut?.find(({ metric }) => metric === 'success')).toMatchObject({ n: 2, value: 0.5 });
  });

  it('says that there is no data where a metric has none, and never 0', async () => {
    const run = await evaluate({ part: 'held_out' });
    expect(run.progress.total).toBe(2);
    expect(figureOf(run, 'configured', 'abstains')).toMatchObject({
      n: 0,
      value: null,
      low: null,
      high: null,
    });
    expect(figureOf(run, 'configured', 'cost_per_success')).toMatchObject({ n: 2, value: 0 });
  });

  it('compares variants item by item, and links each to its trace', async () => {
    const run = await evaluate({
      variants: [{ name: 'one-chunk', max_chunks: 1 }, { name: 'configured' }],
      concurrency: 4,
    });
    expect(run.progress).toMatchObject({ total: 12, done: 12 });
    const comparison = run.parts?.[0]?.comparisons[0];
    expect(comparison).toMatchObject({
      baseline: 'one-chunk',
      variant: 'configured',
      saving: null,
    });
    expect(comparison?.differences.find(({ metric }) => metric === 'success')).toMatchObject({
      n: 5,
      difference: 0,
      p: 1,
      improved: 0,
      regressed: 0,
    });
    const { body } = await admin.get<{ data: EvaluatedItem[] }>(
      `/v1/evaluations/${run.id}/items?limit=2`,
    );
    expect(body.data.map(({ item }) => item.id)).toEqual(['leave', 'overtime']);
    const [first] = body.data;
    expect(first?.results.map(({ variant, change }) => [variant, change])).toEqual([
      ['one-chunk', 'none'],
      ['configured', 'same'],
    ]);
    const trace = await admin.get<TraceResponse>(`/v1/traces/${first?.results[0]?.trace_id}`);
    expect(trace.body.identity.metadata).toEqual({
      evaluation: run.id,
      variant: 'one-chunk',
      item: 'leave',
    });
  });

  it('asks no person to decide on what it holds', async () => {
    await evaluate();
    const { body } = await admin.get<{ data: unknown[] }>('/v1/reviews');
    expect(body.data).toEqual([]);
  });
});

describe('a run that cannot be', () => {
  it.each([
    ['an unknown set', { gold_set: 'none' }, 404],
    ['an unknown version', { version: 99 }, 404],
    ['an empty part', { part: 'nobody' }, 409],
    ['a model that is not configured', { variants: [{ name: 'x', model: 'gpt-9' }] }, 422],
    ['a tier that no model is of', { variants: [{ name: 'x', route: { tier: 'large' } }] }, 422],
    ['two variants of one name', { variants: [{ name: 'x' }, { name: 'x' }] }, 422],
    ['no variant', { variants: [] }, 422],
    ['an override that would widen policy', { variants: [{ name: 'x', data_classes: [] }] }, 422],
  ])('is refused for %s', async (_what, request, status) => {
    const reply = await admin.post<Problem>('/v1/evaluations', { gold_set: 'bank', ...request });
    expect(reply.status).toBe(status);
    expect(reply.body.detail).not.toBe('');
  });
});
