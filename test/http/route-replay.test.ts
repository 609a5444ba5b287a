import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { Page } from '../../contract/page.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ReplayedRoute } from '../../contract/route-replay.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const HOSTED = {
  name: 'hosted',
  provider: 'openai_compatible',
  tier: 'large',
  hosting: 'hosted',
  data_classes: ['public', 'internal'],
  context_window: 8_000,
  price: { input_per_m: 2, output_per_m: 8 },
};
const INSIDE = { ...HOSTED, name: 'inside', hosting: 'self_hosted', tier: 'small' };
const ROUTES = [{ name: 'prefer-hosted', prefer: ['hosted'] }];
// Nobody listens there: every answer is quoted, and its receipt says who was chosen.
const CONFIG = JSON.stringify({
  models: [{ ...HOSTED, base_url: 'http://127.0.0.1:9/v1', model: 'm' }],
  routes: ROUTES,
  retry: { max_retries: 0 },
});

let footnote: RunningFootnote;
let admin: TestClient;
let open: Answer;
let secret: Answer;
let named: Answer;
let limited: Answer;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
  const document = { title: 'Pay', source: 'pay', text: 'Pay grows by 3 % in May.' };
  await admin.ingest([
    { ...document, collection: 'open' },
    { ...document, collection: 'secret', classification: 'confidential' },
  ]);
  const question = 'When does pay grow?';
  open = await admin.ask({ question, collections: ['open'] });
  secret = await admin.ask({ question, collections: ['secret'] });
  named = await admin.ask({ question, collections: ['open'], model: 'builtin-extractive' });
  const { body: key } = await admin.post<CreatedApiKey>('/v1/keys', {
    name: 'limited',
    scopes: ['ask'],
    models: ['builtin-extractive'],
  });
  limited = await createClient(footnote, key.key).ask({ question, collections: ['open'] });
});
afterAll(() => footnote.stop());

async function replay(policy: object): Promise<Page<ReplayedRoute>> {
  const { status, body } = await admin.post<Page<ReplayedRoute>>('/v1/routing/replay', policy);
  expect(status).toBe(200);
  return body;
}

describe('POST /v1/routing/replay', () => {
  it('decides as is on record when the policy is the same', async () => {
    const { data } = await replay({ routes: ROUTES });

    expect(data.map(({ trace_id: id }) => id)).toEqual(
      [limited, named, secret, open].map(({ id }) => id),
    );
    for (const { recorded, replayed, changed } of data) {
      expect(replayed).toEqual(recorded);
      expect(changed).toBe(false);
    }
  });

  it('says what other routes and models would have chosen, with cost and refusals', async () => {
    const routes = [
      { name: 'secrets', when: { sensitivity: { gte: 'confidential' } }, action: 'review' },
      { name: 'inside', require: { hosting: 'self_hosted' } },
    ];
    const { data } = await replay({ routes, models: [HOSTED, INSIDE] });
    const byId = new Map(data.map((route) => [route.trace_id, route]));

    expect(byId.get(open.id)).toMatchObject({
      question: 'When does pay grow?',
      cost_usd: 0,
      recorded: { rule: 'prefer-hosted', chosen: 'hosted', refused: [] },
      replayed: {
        rule: 'inside',
        chosen: 'inside',
        refused: [{ model: 'hosted', refused_by: 'policy' }],
      },
      changed: true,
    });
    const { recorded, replayed } = byId.get(open.id) ?? {};
    expect(replayed?.most_cost_usd).toBeCloseTo(recorded?.most_cost_usd ?? 0, 12);
    expect(byId.get(secret.id)).toMatchObject({
      replayed: { rule: 'secrets', action: 'review', chosen: 'builtin-extractive' },
      changed: true,
    });
  });

  it('keeps to the model that a question named, and to what the key refused', async () => {
    const { data } = await replay({ routes: [], models: [HOSTED] });
    const chosen = new Map(data.map(({ trace_id: id, replayed }) => [id, replayed.chosen]));

    expect(chosen.get(open.id)).toBe('hosted');
    expect(chosen.get(named.id)).toBe('builtin-extractive');
    expect(chosen.get(limited.id)).toBe('builtin-extractive');
  });

  it('goes on where a page ended', async () => {
    const first = await replay({ routes: [], limit: 3 });
    const second = await replay({ routes: [], limit: 3, cursor: first.next_cursor });

    expect(first.data).toHaveLength(3);
    expect(second.data.map(({ trace_id: id }) => id)).toEqual([open.id]);
    expect(second.next_cursor).toBeNull();
  });

  it.each([
    ['prefers a model that is not there', { prefer: ['hostd'] }, '/routes/0/prefer/0'],
    ['allows no model', { require: { tier: 'medium' } }, '/routes/0/require'],
    ['holds for no value', { when: { ood: { gte: 0.5, lt: 0.5 } } }, '/routes/0/when/ood'],
  ])('refuses a rule that %s', async (_what, rule, path) => {
    const routes = [{ name: 'tried', ...rule }];
    const { status, body } = await admin.post<Problem>('/v1/routing/replay', { routes });

    expect(status).toBe(422);
    expect(body.errors?.map((error) => error.path)).toEqual([path]);
  });

  it('refuses a key without the scope audit, and a rule that is none', async () => {
    const { body } = await admin.post<CreatedApiKey>('/v1/keys', { name: 'asks', scopes: ['ask'] });
    const asker = createClient(footnote, body.key);

    expect((await asker.post('/v1/routing/replay', { routes: [] })).status).toBe(403);
    expect((await admin.post('/v1/routing/replay', { routes: [{ name: 'A B' }] })).status).toBe(
      422,
    );
  });
});
