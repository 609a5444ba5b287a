import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CostSimulation } from '../../contract/cost.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  footnote = await startFootnote({ testDatabase, config: '' });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
});

const BIG = {
  name: 'big',
  tier: 'large',
  hosting: 'hosted',
  price: { input_per_m: 1, output_per_m: 10 },
};

async function simulate(body: object): Promise<CostSimulation> {
  const reply = await admin.post<CostSimulation>('/v1/metrics/cost-simulations', body);
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('the cost of requests like those on record', () => {
  it('has no data before anything was asked', async () => {
    const { sampled, plans } = await simulate({ models: [BIG] });
    expect(sampled).toBe(0);
    expect(plans.length).toBeGreaterThan(3);
    expect(plans.every(({ monthly_usd: usd }) => usd === null)).toBe(true);
  });

  it('is nothing for the builtin model, and for another what its tokens would cost', async () => {
    await admin.ingest([
      { title: 'Leave', source: 'leave.md', text: 'Every employee gets 5 days of carer’s leave.' },
    ]);
    const question = 'How many days of carer’s leave do I get?';
    await admin.ask({ question, metadata: { app: 'helpdesk' } });
    await admin.ask({ question: 'Where do zebras sleep?', metadata: { app: 'portal' } });

    const found = await simulate({ requests_per_month: 1_000, models: [BIG] });
    expect(found).toMatchObject({ sampled: 2, estimated_share: 1, simulated: false });
    const measured = found.plans.find(({ plan }) => plan === 'measured');
    expect(measured?.monthly_usd).toEqual({ value: 0, low: 0, high: 0 });
    const hosted = found.plans.find(({ plan }) => plan === 'hosted');
    // Some 300 tokens around the chunks, and a short answer.
    expect(hosted?.monthly_usd?.value).toBeGreaterThan(0.2);
    expect(hosted?.monthly_usd?.value).toBeLessThan(2);
    const apps = found.groups.filter(({ by }) => by === 'app').map(({ key }) => key);
    expect(apps).toHaveLength(2);
    expect(apps).toEqual(expect.arrayContaining(['helpdesk', 'portal']));
  });

  it.each([
    ['a price of a model that is not configured', { prices: [{ model: 'gone', factor: 2 }] }, 422],
    ['a share of a model that answered nothing', { shares: [{ model: 'gone', share: 0.5 }] }, 422],
    [
      'a time that ends before it begins',
      { source: { kind: 'traces', from: '2027-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
      422,
    ],
    [
      'a run that there is not',
      { source: { kind: 'evaluation', id: '0198c0de-0000-7000-8000-000000000009' } },
      404,
    ],
  ])('refuses %s', async (_what, body, status) => {
    expect(await admin.post('/v1/metrics/cost-simulations', body)).toMatchObject({ status });
  });
});
