import type { ArrivalProcess } from '../../contract/load-report.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';

export interface ArrivalPlan {
  readonly arrivals: ArrivalProcess;
  readonly ratePerSecond: number;
  readonly seconds: number;
  readonly seed: number;
}

/**
 * When each question is due, in milliseconds from the start, in their order. `poisson`: gaps are exponential, as those
 * of many people who know nothing of each other; `constant`: all gaps are the same. The same seed gives the same times.
 */
export function scheduleArrivals(plan: ArrivalPlan): readonly number[] {
  const { arrivals, ratePerSecond, seconds } = plan;
  const gapMs = 1_000 / ratePerSecond;
  const endMs = seconds * 1_000;
  const times: number[] = [];
  let { seed } = plan;
  for (let atMs = 0; ;) {
    if (arrivals === 'poisson') {
      const random = nextRandom(seed);
      ({ seed } = random);
      atMs += -Math.log(1 - random.value) * gapMs;
    } else {
      atMs = times.length * gapMs;
    }
    if (atMs >= endMs) return times;
    times.push(atMs);
  }
}
