import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { EvaluationDetail } from '../../contract/evaluation.ts';
import type { DecidedGoldDraft, DraftedGoldItems, GoldDraft } from '../../contract/gold-draft.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import type { Problem } from '../../contract/problem.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishEvaluation } from '../support/evaluations.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

type Drafted = z.infer<typeof DraftedGoldItems>;
type Decided = z.infer<typeof DecidedGoldDraft>;

const TRAVEL = `# Travel

## Hotels

A hotel may cost up to £185 per night in the capital.

Claims must be handed in within thirty days of the trip.
`;

let footnote: RunningFootnote;
let admin: TestClient;
let evaluator: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Travel', source: 'travel.md', text: TRAVEL },
    {
      title: 'Bands',
      source: 'bands.md',
      text: '# Bands\n\nThe salary of directors begins at £90,000 a year.',
      classification: 'restricted',
    },
  ]);
  const { body } = await admin.post<{ key: string }>('/v1/keys', {
    name: 'evaluator',
    scopes: ['evaluate', 'ask'],
    clearance: 'internal',
  });
  evaluator = createClient(footnote, body.key);
});
afterAll(() => footnote.stop());

async function draft(client: TestClient, set: string, count = 20): Promise<Drafted> {
  const request = { collection: 'default', count };
  const { status, body } = await client.post<Drafted>(`/v1/gold-sets/${set}/drafts`, request);
  expect([status, body]).toEqual([201, expect.anything()]);
  return body;
}

async function listDrafts(client: TestClient, set: string, query = '') {
  const { body } = await client.get<{ data: GoldDraft[] }>(`/v1/gold-sets/${set}/drafts${query}`);
  return body.data;
}

const decide = (client: TestClient, { gold_set: set, id }: GoldDraft, decision: object) =>
  client.post<Decided & Problem>(`/v1/gold-sets/${set}/drafts/${id}/decision`, decision);

function first(drafts: readonly GoldDraft[]): GoldDraft {
  const [draft] = drafts;
  if (draft === undefined) throw new Error('There is no draft.');
  return draft;
}

describe('drafts of gold items', () => {
  it('quote their document word by word', async () => {
    const { data, ...counts } = await draft(evaluator, 'quotes');
    expect(counts).toEqual({
      documents: 1,
      asked: 0,
      not_kept: [],
      usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    });
    expect(data.map(({ quote, item }) => [quote, item.expected.accepted_answers])).toEqual([
      ['A hotel may cost up to £185 per night in the capital.', ['£185']],
      ['Claims must be handed in within thirty days of the trip.', ['thirty days']],
    ]);
    expect(first(data)).toMatchObject({
      status: 'draft',
      template: 'value_in_sentence',
      item: { sources: [{ path: 'travel.md', quote: first(data).quote }] },
    });
    const { document_id: id, char_start: start, char_end: end } = first(data);
    expect(end - start).toBe(first(data).quote.length);
    expect(id).toEqual(expect.any(String));
  });

  it('are made once, and no more than were asked for', async () => {
    const one = await draft(evaluator, 'once', 1);
    const other = await draft(evaluator, 'once', 20);
    expect([one.data.length, other.data.length]).toEqual([1, 1]);
    expect(await draft(evaluator, 'once')).toMatchObject({ data: [] });
    expect((await listDrafts(evaluator, 'once')).map(({ id }) => id)).toEqual([
      first(one.data).id,
      first(other.data).id,
    ]);
  });

  it('are seen by whoever may read their document', async () => {
    const { data } = await draft(admin, 'secret');
    const hidden = data.find(({ quote }) => quote.includes('directors'));
    if (hidden === undefined) throw new Error('The restricted document has no draft.');
    expect(hidden.item.classification).toBe('restricted');
    const seen = await listDrafts(evaluator, 'secret');
    expect(seen.map(({ id }) => id)).toEqual(
      data.filter(({ id }) => id !== hidden.id).map(({ id }) => id),
    );
    expect((await decide(evaluator, hidden, { decision: 'dismiss' })).status).toBe(404);
  });

  it('become an item of the next version when they are approved, with what was edited', async () => {
    const { data } = await draft(evaluator, 'approved');
    const { status, body } = await decide(evaluator, first(data), {
      decision: 'approve',
      input: 'How much may a hotel cost?',
      accepted_answers: ['£185', '185 pounds'],
      part: 'tuning',
    });
    expect(status).toBe(200);
    expect(body.gold_set).toMatchObject({ name: 'approved', version: 1, items: 1 });
    expect(body.draft).toMatchObject({ status: 'approved', decided_by: 'evaluator' });
    const items = await evaluator.get<{ data: GoldItem[] }>('/v1/gold-sets/approved/items');
    expect(items.body.data).toEqual([
      {
        ...first(data).item,
        input: 'How much may a hotel cost?',
        expected: { accepted_answers: ['£185', '185 pounds'] },
        part: 'tuning',
      },
    ]);
  });

  it('are decided once, whoever decides at the same time', async () => {
    const { data } = await draft(evaluator, 'twice');
    const ends = await Promise.all(
      [1, 2, 3].map(() => decide(evaluator, first(data), { decision: 'approve' })),
    );
    expect(ends.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    const set = await evaluator.get('/v1/gold-sets/twice');
    expect(set.body).toMatchObject({ version: 1, items: 1 });
    expect((await decide(evaluator, first(data), { decision: 'dismiss' })).status).toBe(409);
  });

  it('leave no trace in the set when they are dismissed, and do not come back', async () => {
    const { data } = await draft(evaluator, 'dismissed', 1);
    const { body } = await decide(evaluator, first(data), { decision: 'dismiss' });
    expect(body).toMatchObject({ draft: { status: 'dismissed' }, gold_set: null });
    expect((await evaluator.get('/v1/gold-sets/dismissed')).status).toBe(404);
    const again = await draft(evaluator, 'dismissed');
    expect(again.data.map(({ id }) => id)).not.toContain(first(data).id);
    expect(again.data.map(({ quote }) => quote)).not.toContain(first(data).quote);
    expect(await listDrafts(evaluator, 'dismissed', '?status=dismissed')).toHaveLength(1);
  });

  it('are counted by no evaluation', async () => {
    const { data } = await draft(evaluator, 'counted');
    await decide(evaluator, first(data), { decision: 'approve' });
    const { body } = await evaluator.post<EvaluationDetail>('/v1/evaluations', {
      gold_set: 'counted',
      variants: [{ name: 'configured' }],
    });
    const run = await finishEvaluation(evaluator, body.id);
    expect(run.progress).toMatchObject({ done: 1, total: 1 });
  });

  it.each([
    ['neither documents nor a collection', { count: 3 }, 422],
    ['an unknown collection', { collection: 'nowhere' }, 404],
    ['a model where none is configured', { collection: 'default', by: 'model' }, 409],
    ['an unknown document', { document_ids: ['01a228cc-a222-747e-8732-cf9216a19e6c'] }, 404],
  ])('are refused for %s', async (_, request, expected) => {
    expect((await evaluator.post('/v1/gold-sets/refused/drafts', request)).status).toBe(expected);
  });
});
