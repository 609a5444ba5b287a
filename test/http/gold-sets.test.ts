import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { EvaluatedItem, EvaluationDetail } from '../../contract/evaluation.ts';
import type { GoldItem, GoldSet, GoldSetVersion } from '../../contract/gold-set.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Review } from '../../contract/review.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishEvaluation } from '../support/evaluations.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
regulated_topics:
  - { name: appeals, about: [dismissal], signs: [appeal] }
routes:
  - { name: people, when: { regulated_topic: [appeals] }, action: review }
`;

let footnote: RunningFootnote;
let admin: TestClient;
let evaluator: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
    {
      title: 'Bands',
      source: 'bands.md',
      text: '# Bands\n\nThe salary band of directors is ninety thousand pounds.',
      classification: 'restricted',
    },
    {
      title: 'Conduct',
      source: 'conduct.md',
      text: '# Conduct\n\nAn employee may appeal against dismissal within ten days.',
    },
  ]);
  evaluator = await keyFor({ scopes: ['evaluate', 'ask', 'review'], clearance: 'internal' });
});
afterAll(() => footnote.stop());

async function keyFor(request: object): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', { name: 'k', ...request });
  return createClient(footnote, body.key);
}

const item = (id: string, facts: object = {}) => ({ id, input: `What of ${id}?`, ...facts });

async function store(client: TestClient, request: object): Promise<GoldSetVersion> {
  const { status, body } = await client.post<GoldSetVersion>('/v1/gold-sets', request);
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
}

async function itemsOf(client: TestClient, name: string, query = ''): Promise<readonly GoldItem[]> {
  const { body } = await client.get<{ data: GoldItem[] }>(`/v1/gold-sets/${name}/items${query}`);
  return body.data;
}

describe('a gold set', () => {
  it('has versions that never change', async () => {
    expect(await store(admin, { name: 'v', items: [item('a'), item('b')] })).toMatchObject({
      version: 1,
      items: 2,
    });
    const next = await store(admin, { name: 'v', note: 'fewer', items: [item('c')] });
    expect(next).toMatchObject({ version: 2, items: 1, note: 'fewer', created_by: 'admin' });
    expect((await itemsOf(admin, 'v')).map(({ id }) => id)).toEqual(['c']);
    expect((await itemsOf(admin, 'v', '?version=1')).map(({ id }) => id)).toEqual(['a', 'b']);
    const { body } = await admin.get<{ data: GoldSet[] }>('/v1/gold-sets/v/versions');
    expect(body.data.map(({ version }) => version)).toEqual([2, 1]);
  });

  it('pages through its items in their order', async () => {
    await store(admin, { name: 'pages', items: ['c', 'a', 'b'].map((id) => item(id)) });
    const first = await admin.get<{ data: GoldItem[]; next_cursor: string }>(
      '/v1/gold-sets/pages/items?limit=2',
    );
    const rest = await itemsOf(admin, 'pages', `?cursor=${first.body.next_cursor}`);
    expect([...first.body.data, ...rest].map(({ id }) => id)).toEqual(['c', 'a', 'b']);
  });

  it('is refused when somebody has changed it meanwhile', async () => {
    const request = { name: 'race', base_version: 0, items: [item('a')] };
    await store(admin, request);
    const { status, body } = await admin.post<Problem>('/v1/gold-sets', request);
    expect([status, body.detail]).toEqual([409, '"race" has changed since version 0.']);
  });

  it('keeps a source that no document has, and warns of its line', async () => {
    const content =
      '{"id":"a","input":"How?","sources":[{"path":"pay.md"}]}\n\n{"id":"b","input":"Why?","sources":[{"path":"gone.md"}]}';
    const { warnings, items } = await store(admin, { name: 'warned', format: 'jsonl', content });
    expect(items).toBe(2);
    expect(warnings).toEqual([
      { line: 3, item: 'b', message: 'no document has the source "gone.md"' },
    ]);
    const { body } = await admin.get<GoldSetVersion>('/v1/gold-sets/warned');
    expect(body.warnings).toMatchObject([{ line: null, item: 'b' }]);
  });

  it.each([
    ['no items', { items: [] }],
    ['an empty file', { format: 'jsonl', content: '\n\n' }],
    ['a broken line', { format: 'jsonl', content: '{"id":"a","input":"How?"}\nbroken' }],
    ['a broken CSV', { format: 'csv', content: 'id,question\na,"b' }],
    ['an id twice', { items: [item('a'), item('a')] }],
    [
      'an unanswerable item with an answer',
      { items: [item('a', { unanswerable: true, expected: { accepted_answers: ['x'] } })] },
    ],
    ['items and a file', { items: [item('a')], format: 'csv', content: 'x' }],
    ['a name that is none', { name: 'No Name', items: [item('a')] }],
    ['an unknown field', { items: [item('a', { sauces: [] })] }],
  ])('is refused for %s, and nothing is stored', async (_what, request) => {
    const { status, body } = await admin.post<Problem>('/v1/gold-sets', {
      name: 'bad',
      ...request,
    });
    expect([status, body.errors?.length]).not.toContain(0);
    expect(status).toBe(422);
    expect((await admin.get('/v1/gold-sets/bad')).status).toBe(404);
  });

  it('names the line of a file that is wrong', async () => {
    const content = '{"id":"a","input":"How?"}\nbroken';
    const request = { name: 'bad', format: 'jsonl', content };
    const { body } = await admin.post<Problem>('/v1/gold-sets', request);
    expect(body.errors?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^line 2: /u),
    ]);
  });
});

describe('what a key may not read', () => {
  const items = [
    item('open', { sources: [{ path: 'pay.md' }] }),
    item('closed', { sources: [{ path: 'bands.md', quote: 'ninety thousand' }] }),
    item('secret', { classification: 'restricted' }),
  ];

  it('is not shown to it, and stays when it stores the next version', async () => {
    await store(admin, { name: 'mixed', items });
    expect((await itemsOf(evaluator, 'mixed')).map(({ id }) => id)).toEqual(['open']);
    const changed = await store(evaluator, { name: 'mixed', items: [item('new')] });
    expect(changed.items).toBe(1);
    const all = await itemsOf(admin, 'mixed');
    expect(all.map(({ id }) => id).toSorted()).toEqual(['closed', 'new', 'secret']);
  });

  it('is neither asked nor shown in its runs', async () => {
    await store(admin, { name: 'runs', items });
    const own = await evaluator.post<{ id: string }>('/v1/evaluations', { gold_set: 'runs' });
    expect((await finishEvaluation(evaluator, own.body.id)).progress.total).toBe(1);
    const { body } = await admin.post<{ id: string }>('/v1/evaluations', { gold_set: 'runs' });
    expect((await finishEvaluation(admin, body.id)).progress.done).toBe(3);
    const seen = await evaluator.get<{ data: EvaluatedItem[] }>(`/v1/evaluations/${body.id}/items`);
    expect(seen.body.data.map((one) => one.item.id)).toEqual(['open']);
    const report = await fetch(`${footnote.url}/v1/evaluations/${body.id}/report?format=json`, {
      headers: { authorization: `Bearer ${evaluator.key}` },
    });
    const text = await report.text();
    expect(report.status).toBe(200);
    expect(text).toContain('"open"');
    expect(text).not.toMatch(/ninety|"closed"|"secret"/u);
  });

  it('is refused without the scope', async () => {
    const asker = await keyFor({ scopes: ['ask', 'audit'], clearance: 'restricted' });
    const replies = await Promise.all([
      asker.get('/v1/gold-sets'),
      asker.post('/v1/gold-sets', { name: 'x', items: [item('a')] }),
      asker.get('/v1/evaluations'),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe('one click', () => {
  it('makes an item of an answer, with its words and what it cites', async () => {
    const answer = await admin.ask({ question: 'When is overtime paid?' });
    const path = `/v1/traces/${answer.id}/to-gold-set`;
    const { status, body } = await admin.post<{ gold_set: GoldSet; item: GoldItem }>(path, {
      gold_set: 'clicked',
    });
    expect(status).toBe(201);
    expect(body.gold_set).toMatchObject({ name: 'clicked', version: 1, items: 1 });
    expect(body.item).toMatchObject({
      id: `trace-${answer.id}`,
      input: 'When is overtime paid?',
      expected: { accepted_answers: [expect.stringMatching(/next payslip\.?$/u)] },
      sources: [{ path: 'pay.md' }],
      unanswerable: false,
    });
    const again = await admin.post<{ gold_set: GoldSet }>(path, {
      gold_set: 'clicked',
      accepted_answers: ['with the next payslip'],
    });
    expect(again.body.gold_set).toMatchObject({ version: 2, items: 1 });
    const [stored] = await itemsOf(admin, 'clicked');
    expect(stored?.expected.accepted_answers).toEqual(['with the next payslip']);
  });

  it('makes an unanswerable item of an abstention', async () => {
    const answer = await admin.ask({ question: 'Who walked on the moon?' });
    const { body } = await admin.post<{ item: GoldItem }>(`/v1/traces/${answer.id}/to-gold-set`, {
      gold_set: 'abstained',
    });
    expect(body.item).toMatchObject({ unanswerable: true, expected: {}, sources: [] });
  });

  it('makes an item of what a reviewer decided, and of nothing before', async () => {
    const answer = await evaluator.ask({ question: 'May I appeal against dismissal?' });
    expect(answer.status).toBe('needs_review' satisfies Answer['status']);
    const { body: list } = await evaluator.get<{ data: Review[] }>('/v1/reviews');
    const review = list.data.find(({ trace_id: traceId }) => traceId === answer.id);
    const path = `/v1/reviews/${review?.id}/to-gold-set`;
    expect((await evaluator.post(path, { gold_set: 'reviewed' })).status).toBe(409);
    await evaluator.post(`/v1/reviews/${review?.id}/decision`, {
      decision: 'correct',
      answer: 'Yes, within ten days [1].',
    });
    const { body } = await evaluator.post<{ item: GoldItem }>(path, { gold_set: 'reviewed' });
    expect(body.item).toMatchObject({
      must_review: true,
      expected: { accepted_answers: ['Yes, within ten days.'] },
      sources: [{ path: 'conduct.md' }],
    });
  });

  it('is refused for a trace that the key may not read', async () => {
    const answer = await admin.ask({ question: 'What is the salary band of directors?' });
    const reply = await evaluator.post(`/v1/traces/${answer.id}/to-gold-set`, { gold_set: 'x' });
    expect(reply.status).toBe(404);
  });
});

describe('a run that is steered', () => {
  it('is cancelled, and goes on with what is missing', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      item(`i${index}`, { unanswerable: true }),
    );
    await store(admin, { name: 'many', items: many });
    const { body } = await admin.post<{ id: string }>('/v1/evaluations', { gold_set: 'many' });
    const path = `/v1/evaluations/${body.id}`;
    const cancelled = await admin.post<EvaluationDetail>(`${path}/cancel`, {});
    expect(cancelled.body.status).toBe('cancelled');
    expect((await admin.post(`${path}/cancel`, {})).status).toBe(409);
    expect((await admin.post(`${path}/resume`, {})).status).toBe(200);
    const run = await finishEvaluation(admin, body.id);
    expect(run).toMatchObject({ status: 'succeeded', progress: { total: 60, done: 60 } });
    expect((await admin.post(`${path}/resume`, {})).status).toBe(409);
  });

  it('is told what is wrong with its report, and gives it as a file', async () => {
    const { body } = await admin.post<{ id: string }>('/v1/evaluations', { gold_set: 'v' });
    await finishEvaluation(admin, body.id);
    const report = (format: string) =>
      fetch(`${footnote.url}/v1/evaluations/${body.id}/report?format=${format}`, {
        headers: { authorization: `Bearer ${footnote.adminKey}` },
      });
    const html = await report('html');
    expect(html.headers.get('content-disposition')).toMatch(
      /^attachment; filename="evaluation-v-/u,
    );
    expect(await html.text()).toMatch(/^<!doctype html>/u);
    expect((await report('exe')).status).toBe(422);
  });
});
