import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { COST_GROUPS, type CostGroup, type CostSimulation } from '../../contract/cost.ts';
import type { DrawnMonth } from './draw-month.ts';
import { estimateCost, type CostSample } from './estimate-cost.ts';
import type { ObservedRequest } from './observe-requests.ts';

const MAX_GROUPS = 20;

/** Of a month of requests that was priced: what each route, model, app and key has of it, the dearest first. */
export async function describeGroups(
  { sample, month }: { readonly sample: CostSample; readonly month: DrawnMonth },
  requests: readonly ObservedRequest[],
  estimate: { readonly requests: number; readonly seed: number },
): Promise<CostSimulation['groups']> {
  const groups: CostSimulation['groups'] = [];
  for (const by of COST_GROUPS) {
    for (const { key, value, share } of rankKeys(by, { sample, month, requests })) {
      const isOf = requests.map((request) => keyOf(request, by) === key);
      const costs = sample.costs.map((usd, index) => (isOf[index] === true ? usd : 0));
      const scaled = { ...estimate, value: value * (estimate.requests / month.requests) };
      const monthly = estimateCost({ costs, weights: sample.weights }, scaled);
      groups.push({ by, key, share, monthly_usd: monthly });
      await yieldToOthers();
    }
  }
  return groups;
}

interface RankedKey {
  readonly key: string | null;
  /** Of the requests that were drawn, in US dollars. */
  readonly value: number;
  readonly share: number;
}

function rankKeys(
  by: CostGroup,
  drawn: {
    readonly sample: CostSample;
    readonly month: DrawnMonth;
    readonly requests: readonly ObservedRequest[];
  },
): readonly RankedKey[] {
  const { sample, month, requests } = drawn;
  const sums = new Map<string | null, { usd: number; count: number }>();
  for (const [index, request] of requests.entries()) {
    const key = keyOf(request, by);
    const sum = sums.get(key) ?? { usd: 0, count: 0 };
    const count = month.counts[index] ?? 0;
    sum.usd += count * (sample.costs[index] ?? 0);
    sum.count += count;
    sums.set(key, sum);
  }
  return [...sums]
    .map(([key, { usd, count }]) => ({ key, value: usd, share: count / month.requests }))
    .toSorted((left, right) => right.value - left.value || right.share - left.share)
    .slice(0, MAX_GROUPS);
}

function keyOf(request: ObservedRequest, by: CostGroup): string | null {
  switch (by) {
    case 'route':
      return request.route;
    case 'model':
      return request.model;
    case 'app':
      return request.app;
    case 'key':
      return request.key;
    default:
      return by satisfies never;
  }
}
