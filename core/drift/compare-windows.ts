import { nextRandom } from '../statistics/next-random.ts';
import { surpriseOf, type PooledMeasure } from './two-sample.ts';

export interface WindowComparison {
  /** That no measure has moved, over all of them: at most `alpha` of windows that are alike have as little or less. */
  readonly p: number;
  /** In the order of the measures: adjusted for there being so many; null where a window has too few values. */
  readonly adjusted: readonly (number | null)[];
}

export interface ComparisonOptions {
  /** How often windows that are alike may be said to differ, over all measures together. */
  readonly alpha: number;
  readonly permutations?: number;
  readonly seed?: number;
  /** Values that each window needs of a measure. */
  readonly minValues?: number;
}

const DEFAULT_PERMUTATIONS = 999;
const DEFAULT_MIN_VALUES = 20;
const DEFAULT_SEED = 20_261_129;

/**
 * Whether the last `currentCount` of the pooled rows differ from those before, in any measure. Rows change sides at
 * random, all measures of a row together, and the largest surprise of each such split is what surprises have to exceed
 * (P. H. Westfall and S. S. Young, "Resampling-based multiple testing", 1993, single-step maxT). That holds the rate of
 * false alarms over all measures to `alpha` exactly, however measures depend on each other, as long as rows are
 * exchangeable. It stops once no alarm can come any more (J. Besag and P. Clifford, "Sequential Monte Carlo p-values",
 * Biometrika 78, 1991): then `p` is the share so far.
 */
export function compareWindows(
  measures: readonly PooledMeasure[],
  currentCount: number,
  options: ComparisonOptions,
): WindowComparison {
  const { alpha, permutations = DEFAULT_PERMUTATIONS, seed = DEFAULT_SEED } = options;
  const rowCount = measures[0]?.level.length ?? 0;
  const known = measures.map((measure) =>
    hasEnough(measure, currentCount, options.minValues ?? DEFAULT_MIN_VALUES),
  );
  const tested = measures.filter((_measure, index) => known[index]);
  if (tested.length === 0) return { p: 1, adjusted: measures.map(() => null) };
  const shuffle = createShuffle(rowCount, currentCount, seed);
  const counts = new Int32Array(Math.max(...tested.map(({ sizes }) => sizes.length), 1));
  const surprises = tested.map((measure) => surpriseOf(measure, shuffle.current, counts));
  const largest = Math.max(...surprises);
  const reached = new Int32Array(tested.length);
  const enough = Math.floor(alpha * (permutations + 1));
  let largestReached = 0;
  let done = 0;
  while (done < permutations && largestReached < enough) {
    shuffle.next();
    let most = 0;
    for (const measure of tested)
      most = Math.max(most, surpriseOf(measure, shuffle.current, counts));
    for (const [index, surprise] of surprises.entries()) {
      if (most >= surprise) reached[index] = (reached[index] ?? 0) + 1;
    }
    if (most >= largest) largestReached += 1;
    done += 1;
  }
  const share = (count: number) => (count + 1) / (done + 1);
  let next = 0;
  return {
    p: share(largestReached),
    adjusted: known.map((isTested) => (isTested ? share(reached[next++] ?? 0) : null)),
  };
}

function hasEnough({ level, count }: PooledMeasure, currentCount: number, least: number): boolean {
  let inCurrent = 0;
  for (let row = level.length - currentCount; row < level.length; row += 1) {
    if ((level[row] ?? -1) >= 0) inCurrent += 1;
  }
  return inCurrent >= least && count - inCurrent >= least;
}

/** `current` holds the last rows first; each `next` draws others at random. */
function createShuffle(rowCount: number, currentCount: number, firstSeed: number) {
  const rows = new Int32Array(rowCount);
  for (let place = 0; place < rowCount; place += 1) rows[place] = rowCount - 1 - place;
  let seed = firstSeed;
  return {
    current: rows.subarray(0, currentCount),
    next() {
      for (let place = 0; place < currentCount; place += 1) {
        const random = nextRandom(seed);
        ({ seed } = random);
        const other = place + Math.floor(random.value * (rowCount - place));
        const taken = rows[place] ?? 0;
        rows[place] = rows[other] ?? 0;
        rows[other] = taken;
      }
    },
  };
}
