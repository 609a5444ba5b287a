import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CostFigure, CostPlan, CostSimulation, SimulateCost } from '../../contract/cost.ts';
import { quantile } from '../../core/statistics/quantile.ts';
import { describeGroups } from './describe-groups.ts';
import { drawMonth, type DrawnMonth } from './draw-month.ts';
import { estimateCost, estimateDifference, type CostSample } from './estimate-cost.ts';
import type { ObservedRequest } from './observe-requests.ts';
import { changePrice, pricesOf, toPlanModel } from './plan-models.ts';
import {
  designPlans,
  priceCalls,
  type PlanModel,
  type PlanPrices,
  type PricedPlan,
} from './price-plans.ts';
import { weighRequests } from './weigh-requests.ts';

/** Of a month that is drawn request by request; the costs of a larger one are in proportion. */
const MAX_DRAWN = 1_000_000;
const HOURS_A_MONTH = 730;
const HOURS_A_DAY = 24;
const MS_PER_HOUR = 3_600_000;
/** Calls at once beyond their mean in the busiest hour: the 99th percentile of a Poisson number, nearly. */
const SPARE = 2.33;

export interface CostInput {
  readonly requests: readonly ObservedRequest[];
  readonly asked: SimulateCost;
  /** At the prices of now. */
  readonly models: readonly PlanModel[];
  readonly isSimulated: boolean;
}

/** One plan with what it costs for each request on record, and how often each was drawn. */
interface PlanCosts {
  readonly plan: CostPlan['plan'];
  readonly about: string;
  readonly sample: CostSample;
  readonly month: DrawnMonth;
  /** Calls at once that keep a machine busy in the busiest hour that was drawn, on average. */
  readonly busiest: number;
  readonly gpuHour: number | null;
  readonly onceUsd: number;
}

/** Draws a month of requests like those on record, and prices it under each plan. Pure, but lets others have turns. */
export async function simulateCost(input: CostInput): Promise<CostSimulation> {
  const { requests, asked, isSimulated } = input;
  const drawnCount = requests.length === 0 ? 0 : Math.min(MAX_DRAWN, asked.requests_per_month);
  const plans = await pricePlans(input, drawnCount);
  const [measured] = plans.priced;
  const described: CostPlan[] = [];
  for (const plan of plans.priced) {
    described.push(describePlan(plan, measured ?? plan, asked));
    await yieldToOthers();
  }
  const shown = plans.priced.find(({ plan }) => plan === 'what_if') ?? measured;
  return {
    sampled: requests.length,
    simulated_requests: drawnCount,
    requests_per_month: asked.requests_per_month,
    months: asked.months,
    growth_per_month: asked.growth_per_month,
    simulated: isSimulated,
    estimated_share:
      requests.length === 0
        ? null
        : requests.filter(({ isEstimated }) => isEstimated).length / requests.length,
    tokens: {
      input: spreadOf(requests.map(({ input: tokens }) => tokens)),
      output: spreadOf(requests.map(({ output }) => output)),
    },
    plans: [...described, ...plans.unknown],
    groups:
      shown === undefined
        ? []
        : await describeGroups(shown, requests, {
            requests: asked.requests_per_month,
            seed: asked.seed,
          }),
    by_month: shown === undefined ? [] : await describeMonths(shown, asked),
  };
}

async function pricePlans(
  { requests, asked, models }: CostInput,
  drawnCount: number,
): Promise<{ readonly priced: readonly PlanCosts[]; readonly unknown: readonly CostPlan[] }> {
  const changed = [
    ...models.map((model) => changePrice(model, asked)),
    ...asked.models.map(toPlanModel),
  ];
  const designs = designPlans({
    models: changed,
    secondsPerCall: asked.self_hosting.seconds_per_call ?? meanSeconds(requests),
    escalatedShare: asked.distilled.escalated_share ?? escalatedShare(requests),
    trainingUsd: asked.distilled.training_usd,
  });
  if (requests.length === 0) {
    const about = 'No answer on record is of this time and source.';
    const all = [
      { plan: 'measured' as const, about },
      ...designs.map(({ plan }) => ({ plan, about })),
    ];
    return { priced: [], unknown: all.map(noData) };
  }
  const weights = weighRequests(requests, asked.shares);
  const hours = hoursOf(requests, asked);
  const draw = { hours, requests: drawnCount, seed: asked.seed };
  const asMeasured = requests.map(() => 1);
  const base = await drawMonth({ ...draw, weights: asMeasured });
  const month = asked.shares.length === 0 ? base : await drawMonth({ ...draw, weights });
  const called = (prices: ReadonlyMap<string, PlanPrices>) =>
    requests.map(({ calls }) => priceCalls(calls, prices));
  const plain = { busiest: 0, gpuHour: null, onceUsd: 0 };
  const isSupposed = asked.shares.length > 0 || asked.prices.length > 0;
  const priced: PlanCosts[] = [
    {
      plan: 'measured',
      about: 'As the answers on record were given, at the prices of now.',
      sample: { costs: called(pricesOf(models)), weights: asMeasured },
      month: base,
      ...plain,
    },
  ];
  if (isSupposed) {
    const about = 'The same with the prices and shares that are supposed.';
    const sample = { costs: called(pricesOf(changed)), weights };
    priced.push({ plan: 'what_if', about, sample, month, ...plain });
  }
  for (const design of designs) {
    if (design.kind === 'priced') priced.push(priceDesign(design, { requests, weights, month }));
  }
  return { priced, unknown: designs.filter(({ kind }) => kind === 'no_data').map(noData) };
}

function priceDesign(
  design: Extract<PricedPlan, { kind: 'priced' }>,
  drawn: {
    readonly requests: readonly ObservedRequest[];
    readonly weights: readonly number[];
    readonly month: DrawnMonth;
  },
): PlanCosts {
  const takes = drawn.requests.map(design.take);
  const { plan, about, gpuHour, onceUsd } = design;
  return {
    plan,
    about,
    gpuHour,
    onceUsd,
    month: drawn.month,
    sample: { costs: takes.map(({ usd }) => usd), weights: drawn.weights },
    busiest: findBusiest(
      drawn.month,
      takes.map(({ machineMs }) => machineMs),
    ),
  };
}

function noData({ plan, about }: Pick<CostPlan, 'plan' | 'about'>): CostPlan {
  const none = { monthly_usd: null, horizon_usd: null, difference_usd: null, machines: null };
  return { plan, about, ...none };
}

function describePlan(plan: PlanCosts, measured: PlanCosts, asked: SimulateCost): CostPlan {
  const { requests_per_month: requests, months, seed } = asked;
  const counts = requestsByMonth(asked);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const fixed = counts.map((count) => machinesUsd(plan, count, asked));
  const first = (fixed[0] ?? 0) + plan.onceUsd / months;
  const all = fixed.reduce((sum, usd) => sum + usd, 0) + plan.onceUsd;
  const value = usdOf(plan, requests);
  const difference = value - usdOf(measured, requests);
  return {
    plan: plan.plan,
    about: plan.about,
    monthly_usd: plus(estimateCost(plan.sample, { value, requests, seed }), first),
    horizon_usd: plus(
      estimateCost(plan.sample, { value: usdOf(plan, total), requests: total, seed }),
      all,
    ),
    difference_usd:
      plan === measured
        ? null
        : plus(
            estimateDifference(plan.sample, measured.sample, { value: difference, requests, seed }),
            first,
          ),
    machines: plan.gpuHour === null ? null : machinesFor(plan, requests, asked),
  };
}

/** Of so many requests, by those that were drawn. */
function usdOf({ sample, month }: PlanCosts, requests: number): number {
  const drawn = sample.costs.reduce((sum, usd, index) => sum + usd * (month.counts[index] ?? 0), 0);
  return drawn * (requests / month.requests);
}

/** Machines run all the time, as many as the busiest hour needs. */
function machinesUsd(plan: PlanCosts, requests: number, asked: SimulateCost): number {
  if (plan.gpuHour === null) return 0;
  return machinesFor(plan, requests, asked) * HOURS_A_MONTH * plan.gpuHour;
}

function machinesFor(
  { month, busiest }: PlanCosts,
  requests: number,
  { self_hosting: { calls_at_once: atOnce } }: SimulateCost,
): number {
  const mean = busiest * (requests / month.requests);
  return Math.max(1, Math.ceil((mean + SPARE * Math.sqrt(mean)) / atOnce));
}

function findBusiest({ perHour }: DrawnMonth, machineMs: readonly number[]): number {
  const busyMs = perHour.map((counts) =>
    machineMs.reduce((sum, ms, index) => sum + ms * (counts[index] ?? 0), 0),
  );
  return Math.max(...busyMs) / MS_PER_HOUR;
}

function plus(figure: CostFigure, usd: number): CostFigure {
  if (figure === null) return null;
  return { value: figure.value + usd, low: figure.low + usd, high: figure.high + usd };
}

function requestsByMonth({
  requests_per_month: requests,
  months,
  growth_per_month: growth,
}: SimulateCost): readonly number[] {
  return Array.from({ length: months }, (_value, index) =>
    Math.round(requests * (1 + growth) ** index),
  );
}

async function describeMonths(
  plan: PlanCosts,
  asked: SimulateCost,
): Promise<CostSimulation['by_month']> {
  const months: CostSimulation['by_month'] = [];
  for (const [index, requests] of requestsByMonth(asked).entries()) {
    const estimate = { value: usdOf(plan, requests), requests, seed: asked.seed };
    months.push({ month: index + 1, requests, usd: estimateCost(plan.sample, estimate) });
    await yieldToOthers();
  }
  return months;
}

function spreadOf(values: readonly number[]): CostSimulation['tokens']['input'] {
  const p50 = quantile(values, 0.5);
  const p95 = quantile(values, 0.95);
  if (p50 === null || p95 === null) return null;
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, p50, p95 };
}

/** When people ask; an evaluation asks when it likes. */
function hoursOf(
  requests: readonly ObservedRequest[],
  { source }: SimulateCost,
): readonly number[] {
  const hours = Array.from({ length: HOURS_A_DAY }, () => 0);
  if (source.kind === 'evaluation') return hours.map(() => 1);
  for (const { hour } of requests) hours[hour] = (hours[hour] ?? 0) + 1;
  return hours;
}

function meanSeconds(requests: readonly ObservedRequest[]): number | null {
  const known = requests.flatMap(({ callMs }) => callMs ?? []);
  return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length / 1_000;
}

/** Null where no model was called that could have escalated. */
function escalatedShare(requests: readonly ObservedRequest[]): number | null {
  const called = requests.filter(({ calls }) => calls.length > 0);
  return called.length === 0
    ? null
    : called.filter(({ isEscalated }) => isEscalated).length / called.length;
}
