import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../contract/problem.ts';
import type { RouteExplanation } from '../../contract/route-explanation.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
models:
  - name: hosted
    provider: openai_compatible
    base_url: http://127.0.0.1:9/v1
    model: m
    tier: large
    hosting: hosted
    data_classes: [public, internal]
    context_window: 8000
    price: { input_per_m: 2, output_per_m: 8 }
routes:
  - { name: prefer-hosted, prefer: [hosted] }
`;

let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    {
      title: 'Pay',
      source: 'pay',
      collection: 'pay',
      text: 'Pay grows in May.',
      classification: 'confidential',
    },
  ]);
});
afterAll(() => footnote.stop());

async function explain(request: object): Promise<RouteExplanation> {
  const { status, body } = await client.post<RouteExplanation>('/v1/routing/explain', request);
  expect(status).toBe(200);
  return body;
}

describe('POST /v1/routing/explain', () => {
  it('says where a question would go, by which rule, and what the others would cost', async () => {
    const route = await explain({ question: 'How many days of leave do I get?' });
    expect(route).toMatchObject({
      chosen: 'hosted',
      rule: 'prefer-hosted',
      retrieval_confidence: null,
    });
    expect(route.candidates.map(({ model }) => model).toSorted()).toEqual([
      'builtin-extractive',
      'hosted',
    ]);
    expect(
      route.candidates.find(({ model }) => model === 'hosted')?.estimated_cost_usd,
    ).toBeGreaterThan(0);
    expect(route.overhead_us).toBeGreaterThan(0);
  });

  it('refuses by policy what text in the prompt forbids, and never shows the text', async () => {
    const context = 'My card is 4111 1111 1111 1111.';
    const route = await explain({ question: 'What about my card?', context });
    expect(route.chosen).toBe('builtin-extractive');
    expect(route.candidates.find(({ model }) => model === 'hosted')?.refused_by).toBe('policy');
    expect(JSON.stringify(route)).not.toContain('4111');
  });

  it('counts the chunks of the named collections', async () => {
    const question = 'When does pay grow?';
    expect((await explain({ question })).chosen).toBe('hosted');
    const route = await explain({ question, collections: ['pay'] });
    expect(route).toMatchObject({ chosen: 'builtin-extractive', data_ceiling: 'confidential' });
    expect(route.retrieval_confidence).toBeGreaterThan(0);
  });

  it('stores no trace', async () => {
    const { body } = await client.get<{ data: unknown[] }>('/v1/traces');
    expect(body.data).toEqual([]);
  });

  it.each([
    [{ question: 'Q?', model: 'nobody' }, 422],
    [{ question: 'Q?', collections: ['absent'] }, 404],
    [{ question: '' }, 422],
    [{ question: 'Q?', stream: true }, 422],
  ])('refuses %j with %i', async (request, status) => {
    const reply = await client.post<Problem>('/v1/routing/explain', request);
    expect(reply.status).toBe(status);
  });
});
