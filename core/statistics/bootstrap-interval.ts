import type { Interval } from './interval.ts';
import { nextRandom } from './next-random.ts';
import { quantile } from './quantile.ts';

export interface BootstrapOptions {
  readonly seed?: number;
  readonly resamples?: number;
}

const DEFAULT_SEED = 20_270_101;
const MAX_RESAMPLES = 2_000;
const MIN_RESAMPLES = 400;
/** Large samples need fewer: their intervals are narrow, and nobody should wait for them. */
const MAX_DRAWS = 1_000_000;

/**
 * The 95 % percentile bootstrap interval of a statistic (B. Efron and R. J. Tibshirani, "An Introduction to the
 * Bootstrap", 1993, chapter 13). The statistic gets the indices that were drawn, and may return null where a sample
 * has nothing to measure; such samples are left out. Drawing pairs by one index makes it the paired bootstrap. The
 * same seed gives the same interval. Null of no data.
 */
export function bootstrapInterval(
  count: number,
  statistic: (drawn: Int32Array) => number | null,
  options: BootstrapOptions = {},
): Interval | null {
  if (count === 0) return null;
  const { resamples = Math.max(MIN_RESAMPLES, Math.min(MAX_RESAMPLES, MAX_DRAWS / count)) } =
    options;
  let { seed = DEFAULT_SEED } = options;
  const drawn = new Int32Array(count);
  const values: number[] = [];
  for (let sample = 0; sample < resamples; sample++) {
    for (let index = 0; index < count; index++) {
      const random = nextRandom(seed);
      ({ seed } = random);
      drawn[index] = Math.floor(random.value * count);
    }
    const value = statistic(drawn);
    if (value !== null) values.push(value);
  }
  const low = quantile(values, 0.025);
  const high = quantile(values, 0.975);
  return low === null || high === null ? null : { low, high };
}
