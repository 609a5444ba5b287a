import type { CostFigure } from '../../contract/cost.ts';
import { bootstrapInterval } from '../../core/statistics/bootstrap-interval.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';

/** Of each request on record. */
export interface CostSample {
  /** In US dollars. */
  readonly costs: readonly number[];
  /** How likely each is, relative to each other. */
  readonly weights: readonly number[];
}

export interface CostEstimate {
  readonly value: number;
  readonly requests: number;
  readonly seed: number;
}

/**
 * What so many requests cost: `value`, with the 95 % interval in which such a month falls. It has both doubts in it:
 * that other requests might stand on record (the bootstrap over them), and that a month draws others from the same
 * (the normal limit of its sum). Null of no request on record.
 */
export function estimateCost(sample: CostSample, estimate: CostEstimate): CostFigure {
  const { value, requests } = estimate;
  let { seed } = estimate;
  const range = bootstrapInterval(sample.costs.length, (drawn) => {
    const moments = momentsOf(sample, drawn);
    if (moments === null) return null;
    const random = drawNormal(seed);
    ({ seed } = random);
    return requests * moments.mean + Math.sqrt(requests * moments.variance) * random.value;
  });
  return range === null ? null : { value, low: range.low, high: range.high };
}

/** What so many requests cost under one plan more than under the other: the same bootstrap over both (paired). */
export function estimateDifference(
  sample: CostSample,
  against: CostSample,
  { value, requests }: CostEstimate,
): CostFigure {
  const range = bootstrapInterval(sample.costs.length, (drawn) => {
    const one = momentsOf(sample, drawn);
    const other = momentsOf(against, drawn);
    return one === null || other === null ? null : requests * (one.mean - other.mean);
  });
  return range === null ? null : { value, low: range.low, high: range.high };
}

function momentsOf(
  { costs, weights }: CostSample,
  drawn: Int32Array,
): { readonly mean: number; readonly variance: number } | null {
  let weight = 0;
  let sum = 0;
  let squares = 0;
  for (const index of drawn) {
    const own = weights[index] ?? 0;
    const cost = costs[index] ?? 0;
    weight += own;
    sum += own * cost;
    squares += own * cost * cost;
  }
  if (weight === 0) return null;
  const mean = sum / weight;
  return { mean, variance: Math.max(0, squares / weight - mean * mean) };
}

/** Of the standard normal distribution (G. E. P. Box and M. E. Muller, 1958). */
function drawNormal(seed: number): { readonly value: number; readonly seed: number } {
  const first = nextRandom(seed);
  const second = nextRandom(first.seed);
  const radius = Math.sqrt(-2 * Math.log(1 - first.value));
  return { value: radius * Math.cos(2 * Math.PI * second.value), seed: second.seed };
}
