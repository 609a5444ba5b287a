import { describe, expect, it } from 'vitest';
import { SimulateCost } from '../../../../contract/cost.ts';
import type { CostPlanName, CostSimulation } from '../../../../contract/cost.ts';
import type { ObservedRequest } from '../../../../server/cost/observe-requests.ts';
import type { PlanModel } from '../../../../server/cost/price-plans.ts';
import { simulateCost } from '../../../../server/cost/simulate-cost.ts';
import { weighRequests } from '../../../../server/cost/weigh-requests.ts';

const small: PlanModel = {
  name: 'small',
  tier: 'small',
  hosting: 'self_hosted',
  dataClasses: ['public', 'internal', 'confidential', 'restricted'],
  price: { input: 0, output: 0, cachedInput: 0, gpuHour: 2 },
};
const large: PlanModel = {
  name: 'large',
  tier: 'large',
  hosting: 'hosted',
  dataClasses: ['public', 'internal'],
  price: { input: 2, output: 10, cachedInput: 1, gpuHour: null },
};

/** 1,000 tokens in and 100 out: $0.003 of the large model. */
function requestOf(changes: Partial<ObservedRequest> = {}): ObservedRequest {
  const call = { model: 'large', input: 1_000, output: 100, cachedInput: 0 };
  return {
    route: 'rest',
    model: 'large',
    app: 'helpdesk',
    key: 'desk',
    ceiling: 'internal',
    isEscalated: false,
    hour: 9,
    calls: [{ ...call, durationMs: 2_000, costUsd: 0.5 }],
    input: 1_000,
    output: 100,
    callMs: 2_000,
    isEstimated: false,
    ...changes,
  };
}

function simulate(
  requests: readonly ObservedRequest[],
  asked: object = {},
): Promise<CostSimulation> {
  return simulateCost({
    requests,
    asked: SimulateCost.parse({ requests_per_month: 10_000, months: 2, ...asked }),
    models: [small, large],
    isSimulated: false,
  });
}

function planOf({ plans }: CostSimulation, name: CostPlanName) {
  return plans.find(({ plan }) => plan === name);
}

describe('the cost of a month', () => {
  it('is that of the requests on record at the prices of now', async () => {
    const found = await simulate([requestOf(), requestOf()]);
    const { monthly_usd: monthly, horizon_usd: horizon } = planOf(found, 'measured') ?? {};
    expect(monthly?.value).toBeCloseTo(30, 6);
    expect(monthly?.low).toBeCloseTo(30, 6);
    expect(horizon?.value).toBeCloseTo(60, 6);
    expect(found.simulated_requests).toBe(10_000);
  });

  it('keeps what was settled for a model that is not known any more', async () => {
    const call = { model: 'gone', input: 1, output: 1, cachedInput: 0, durationMs: 1 };
    const gone = requestOf({ model: 'gone', calls: [{ ...call, costUsd: 0.01 }] });
    const found = await simulate([gone]);
    expect(planOf(found, 'measured')?.monthly_usd?.value).toBeCloseTo(100, 6);
  });

  it('lies within an interval as wide as few requests on record make it', async () => {
    const free = requestOf({ model: 'small', calls: [] });
    const few = await simulate([requestOf(), free, free, free]);
    const many = await simulate([
      ...Array.from({ length: 100 }, () => requestOf()),
      ...Array.from({ length: 300 }, () => free),
    ]);
    const width = (found: CostSimulation) => {
      const figure = planOf(found, 'measured')?.monthly_usd;
      expect(figure?.value).toBeGreaterThan(6.5);
      expect(figure?.value).toBeLessThan(8.5);
      return (figure?.high ?? 0) - (figure?.low ?? 0);
    };
    expect(width(few)).toBeGreaterThan(20);
    expect(width(many)).toBeLessThan(5);
  });

  it('grows as it is supposed to', async () => {
    const { by_month: months } = await simulate([requestOf()], { growth_per_month: 0.1 });
    expect(months.map(({ requests }) => requests)).toEqual([10_000, 11_000]);
    expect(months[1]?.usd?.value).toBeCloseTo(33, 6);
  });

  it('is told apart by route, model, app and key', async () => {
    const { groups } = await simulate([requestOf(), requestOf({ app: 'portal', calls: [] })]);
    const apps = groups.filter(({ by }) => by === 'app');
    expect(apps.map(({ key }) => key)).toEqual(['helpdesk', 'portal']);
    expect(apps[1]?.monthly_usd?.value).toBe(0);
    expect((apps[0]?.share ?? 0) + (apps[1]?.share ?? 0)).toBeCloseTo(1, 9);
  });

  it('is the same for the same seed', async () => {
    const requests = [requestOf(), requestOf({ calls: [] })];
    expect(await simulate(requests)).toEqual(await simulate(requests));
    expect(await simulate(requests, { seed: 1 })).not.toEqual(await simulate(requests));
  });

  it('has no data where nothing is on record', async () => {
    const found = await simulate([]);
    expect(found).toMatchObject({ sampled: 0, simulated_requests: 0, tokens: { input: null } });
    expect(found.plans.every(({ monthly_usd: usd }) => usd === null)).toBe(true);
    expect(found.groups).toEqual([]);
  });
});

describe('what if', () => {
  it('a model had another price', async () => {
    const found = await simulate([requestOf()], { prices: [{ model: 'large', factor: 0.5 }] });
    expect(planOf(found, 'measured')?.monthly_usd?.value).toBeCloseTo(30, 6);
    expect(planOf(found, 'what_if')?.monthly_usd?.value).toBeCloseTo(15, 6);
    expect(planOf(found, 'what_if')?.difference_usd?.value).toBeCloseTo(-15, 6);
  });

  it('a model answered another share, the others in their mix', () => {
    const requests = [requestOf(), requestOf(), requestOf({ model: 'small' })];
    const weights = weighRequests(requests, [{ model: 'small', share: 0.8 }]);
    expect(weights[2]).toBeCloseTo(0.8, 9);
    expect(weights[0]).toBeCloseTo(0.1, 9);
  });

  it.each([
    ['a share of what answered nothing', [{ model: 'gone', share: 0.5 }]],
    ['more than everything', [{ model: 'large', share: 1.1 }]],
    ['a rest that nobody answers', [{ model: 'large', share: 0.5 }]],
  ])('refuses %s', (_what, shares) => {
    expect(() => weighRequests([requestOf()], shares)).toThrow('The shares');
  });
});

describe('the designs side by side', () => {
  it('rent as many machines as the busiest hour needs', async () => {
    const requests = [requestOf(), requestOf({ ceiling: 'restricted' })];
    // All within one hour a day: 10,000 / 30.4 requests, 2 s each, keep 0.18 calls going.
    const found = await simulate(requests, { self_hosting: { calls_at_once: 1 } });
    const own = planOf(found, 'self_hosted');
    expect(own?.machines).toBe(2);
    expect(own?.monthly_usd?.value).toBeCloseTo(2 * 730 * 2, 6);
    const more = await simulate(requests, {
      requests_per_month: 1_000_000,
      self_hosting: { calls_at_once: 8 },
    });
    expect(planOf(more, 'self_hosted')?.machines).toBeGreaterThan(3);
  });

  it('send what may not leave to the self-hosted model, and the rest to the hosted one', async () => {
    const found = await simulate([requestOf(), requestOf({ ceiling: 'restricted' })]);
    const hybrid = planOf(found, 'hybrid')?.monthly_usd?.value ?? 0;
    const machines = planOf(found, 'hybrid')?.machines ?? 0;
    expect(hybrid - machines * 730 * 2).toBeGreaterThan(14);
    expect(hybrid - machines * 730 * 2).toBeLessThan(16);
    expect(planOf(found, 'hosted')?.monthly_usd?.value).toBeCloseTo(30, 6);
  });

  it('add what a distilled model leaves to the large one, and its training', async () => {
    const found = await simulate([requestOf()], {
      distilled: { escalated_share: 0.2, training_usd: 1_000 },
    });
    const distilled = planOf(found, 'distilled');
    const machines = (distilled?.machines ?? 0) * 730 * 2;
    expect(distilled?.monthly_usd?.value).toBeCloseTo(machines + 500 + 6, 6);
    expect(distilled?.about).toContain('20.0 %');
  });

  it('have no data where there is no such model, or nothing tells how long a call takes', async () => {
    const unknown = await simulateCost({
      requests: [requestOf({ calls: [], callMs: null })],
      asked: SimulateCost.parse({}),
      models: [small],
      isSimulated: true,
    });
    expect(planOf(unknown, 'hosted')).toMatchObject({ monthly_usd: null, machines: null });
    expect(planOf(unknown, 'self_hosted')?.about).toContain('No call was measured');
    expect(unknown.simulated).toBe(true);
  });

  it('take models that are only supposed', async () => {
    const found = await simulateCost({
      requests: [requestOf({ calls: [] })],
      asked: SimulateCost.parse({
        requests_per_month: 1_000,
        models: [
          {
            name: 'new',
            tier: 'large',
            hosting: 'hosted',
            price: { input_per_m: 1, output_per_m: 1 },
          },
        ],
      }),
      models: [],
      isSimulated: false,
    });
    expect(planOf(found, 'hosted')?.monthly_usd?.value).toBeCloseTo(1.1, 9);
  });
});
