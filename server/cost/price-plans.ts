import type { Classification } from '../../contract/classification.ts';
import { tierRank, type Hosting, type ModelTier } from '../../contract/routing.ts';
import type { CostPlanName } from '../../contract/cost.ts';
import { tenthPercent } from '../../core/text/percent.ts';
import type { ObservedCall, ObservedRequest } from './observe-requests.ts';

/** US dollars per million tokens, and per hour of a machine. */
export interface PlanPrices {
  readonly input: number;
  readonly output: number;
  readonly cachedInput: number;
  readonly gpuHour: number | null;
}

/** A model that may be planned with: configured, or supposed. */
export interface PlanModel {
  readonly name: string;
  readonly tier: ModelTier;
  readonly hosting: Hosting;
  readonly dataClasses: readonly Classification[];
  readonly price: PlanPrices;
}

/** What one request takes under a plan; a rented machine costs by the hour, whatever it does. */
interface Take {
  readonly usd: number;
  readonly machineMs: number;
}

/** A way to serve requests, with what it takes for each of them; `gpuHour` is of the machines that it rents. */
export type PricedPlan = { readonly plan: CostPlanName; readonly about: string } & (
  | {
      readonly kind: 'priced';
      readonly take: (request: ObservedRequest) => Take;
      readonly gpuHour: number | null;
      /** Once, for all months. */
      readonly onceUsd: number;
    }
  | { readonly kind: 'no_data' }
);

export interface PlanAssumptions {
  readonly models: readonly PlanModel[];
  /** Of a call of which it was not measured; null where nobody says. */
  readonly secondsPerCall: number | null;
  /** Of requests that a large model is asked after a distilled one; null where nobody knows. */
  readonly escalatedShare: number | null;
  readonly trainingUsd: number;
}

/** The four designs that are put side by side, for the models that there are. */
export function designPlans(assumed: PlanAssumptions): readonly PricedPlan[] {
  const { models } = assumed;
  const hosted = largestOf(models.filter(({ hosting }) => hosting === 'hosted'));
  const own = largestOf(models.filter(({ hosting }) => hosting === 'self_hosted'));
  return [
    planOne('hosted', hosted, assumed),
    planOne('self_hosted', own, assumed),
    planDistilled(assumed),
    planHybrid(hosted, own, assumed),
  ];
}

/** What the calls on record cost at the prices of now; of a model that is not known any more, as it was settled. */
export function priceCalls(
  calls: readonly ObservedCall[],
  prices: ReadonlyMap<string, PlanPrices>,
): number {
  return calls.reduce((sum, call) => {
    const price = prices.get(call.model);
    if (price === undefined) return sum + call.costUsd;
    const hours = call.durationMs / MS_PER_HOUR;
    return sum + tokensUsd(call, price) + hours * (price.gpuHour ?? 0);
  }, 0);
}

const MS_PER_HOUR = 3_600_000;

function tokensUsd(
  use: Pick<ObservedCall, 'input' | 'output' | 'cachedInput'>,
  price: PlanPrices,
): number {
  const { input, output, cachedInput } = use;
  return (
    ((input - cachedInput) * price.input +
      cachedInput * price.cachedInput +
      output * price.output) /
    1e6
  );
}

function planOne(
  plan: 'hosted' | 'self_hosted',
  model: PlanModel | null,
  assumed: PlanAssumptions,
): PricedPlan {
  if (model === null) {
    const what = plan === 'hosted' ? 'hosted' : 'self-hosted';
    return { plan, kind: 'no_data', about: `No ${what} model is configured or supposed.` };
  }
  const take = takeOf(model, assumed);
  if (take === null) return { plan, kind: 'no_data', about: unknownDuration(model) };
  const about = `${model.name} answers everything.`;
  return { plan, kind: 'priced', about, take, gpuHour: model.price.gpuHour, onceUsd: 0 };
}

function planDistilled(assumed: PlanAssumptions): PricedPlan {
  const plan = 'distilled';
  const { models, escalatedShare, trainingUsd } = assumed;
  const small = smallestOf(models);
  const large = largestOf(models);
  if (small === null || large === null || tierRank(small.tier) >= tierRank(large.tier)) {
    const about = 'No small model is configured or supposed beside a larger one.';
    return { plan, kind: 'no_data', about };
  }
  if (escalatedShare === null) {
    const about = 'Nothing tells how often the larger model would be asked after all.';
    return { plan, kind: 'no_data', about };
  }
  const first = takeOf(small, assumed);
  const second = takeOf(large, assumed);
  if (first === null || second === null) {
    return { plan, kind: 'no_data', about: unknownDuration(first === null ? small : large) };
  }
  return {
    plan,
    kind: 'priced',
    about: `${small.name} is asked everything, and ${large.name} ${tenthPercent(escalatedShare)} of it after that.`,
    gpuHour: small.price.gpuHour ?? large.price.gpuHour,
    onceUsd: trainingUsd,
    take: (request) => add(first(request), scale(second(request), escalatedShare)),
  };
}

/** What may not be sent to the hosted model goes to the self-hosted one. */
function planHybrid(
  hosted: PlanModel | null,
  own: PlanModel | null,
  assumed: PlanAssumptions,
): PricedPlan {
  const plan = 'hybrid';
  if (hosted === null || own === null) {
    const about = 'It takes a hosted and a self-hosted model, configured or supposed.';
    return { plan, kind: 'no_data', about };
  }
  const outside = takeOf(hosted, assumed);
  const inside = takeOf(own, assumed);
  if (outside === null || inside === null) {
    return { plan, kind: 'no_data', about: unknownDuration(own) };
  }
  return {
    plan,
    kind: 'priced',
    about: `${hosted.name} answers what is ${hosted.dataClasses.join(' or ')}, and ${own.name} the rest.`,
    gpuHour: own.price.gpuHour,
    onceUsd: 0,
    take: (request) =>
      hosted.dataClasses.includes(request.ceiling) ? outside(request) : inside(request),
  };
}

/** Null for a machine of which nobody knows how long a call takes it. */
function takeOf(
  { price }: PlanModel,
  { secondsPerCall }: PlanAssumptions,
): ((request: ObservedRequest) => Take) | null {
  const usdOf = (request: ObservedRequest) => tokensUsd({ ...request, cachedInput: 0 }, price);
  if (price.gpuHour === null) return (request) => ({ usd: usdOf(request), machineMs: 0 });
  if (secondsPerCall === null) return null;
  return (request) => ({ usd: usdOf(request), machineMs: secondsPerCall * 1_000 });
}

function unknownDuration({ name }: PlanModel): string {
  return `No call was measured that tells how long one would keep a machine of ${name} busy.`;
}

function add(one: Take, other: Take): Take {
  return { usd: one.usd + other.usd, machineMs: one.machineMs + other.machineMs };
}

function scale({ usd, machineMs }: Take, by: number): Take {
  return { usd: usd * by, machineMs: machineMs * by };
}

/** Of the highest tier, the first that is configured. */
function largestOf(models: readonly PlanModel[]): PlanModel | null {
  return models.reduce<PlanModel | null>(
    (best, model) => (best === null || tierRank(model.tier) > tierRank(best.tier) ? model : best),
    null,
  );
}

function smallestOf(models: readonly PlanModel[]): PlanModel | null {
  return models.reduce<PlanModel | null>(
    (best, model) => (best === null || tierRank(model.tier) < tierRank(best.tier) ? model : best),
    null,
  );
}
