import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { nextRandom } from '../../core/statistics/next-random.ts';

export interface MonthPlan {
  /** How likely each request on record is; they need not add up to 1. */
  readonly weights: readonly number[];
  /** How many requests of each hour of the day, relative to each other. */
  readonly hours: readonly number[];
  readonly requests: number;
  readonly seed: number;
}

/** A month as it was drawn, request by request. */
export interface DrawnMonth {
  readonly requests: number;
  /** By request on record: how often it was drawn. */
  readonly counts: Uint32Array;
  /** By hour of the month, then by request on record: what came in that hour. */
  readonly perHour: readonly Uint32Array[];
}

const HOURS_A_MONTH = 730;
const HOURS_A_DAY = 24;
/** Between two of these, others have their turn. */
const AT_A_TIME = 50_000;

/**
 * Draws every request of a month: when it comes, and which of those on record it is like. The same seed gives the
 * same month.
 */
export async function drawMonth(plan: MonthPlan): Promise<DrawnMonth> {
  const { weights, hours, requests } = plan;
  const which = cumulate(weights);
  const when = cumulate(
    Array.from({ length: HOURS_A_MONTH }, (_value, hour) => hours[hour % HOURS_A_DAY] ?? 0),
  );
  const counts = new Uint32Array(weights.length);
  const perHour = Array.from({ length: HOURS_A_MONTH }, () => new Uint32Array(weights.length));
  let { seed } = plan;
  for (let drawn = 0; drawn < requests; drawn++) {
    const first = nextRandom(seed);
    const second = nextRandom(first.seed);
    ({ seed } = second);
    const index = findPlace(which, first.value);
    const hour = perHour[findPlace(when, second.value)];
    counts[index] = (counts[index] ?? 0) + 1;
    if (hour !== undefined) hour[index] = (hour[index] ?? 0) + 1;
    if (drawn % AT_A_TIME === AT_A_TIME - 1) await yieldToOthers();
  }
  return { requests, counts, perHour };
}

/** Ends with 1. */
function cumulate(weights: readonly number[]): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return Float64Array.from(weights, (weight) => {
    sum += weight;
    return sum / total;
  });
}

/** The first place whose sum is above the value. */
function findPlace(cumulated: Float64Array, value: number): number {
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulated[middle] ?? 1) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
