/**
 * A measure over pooled rows, by its distinct values: `level[row]` is the value's number, -1 where the row has none.
 * Numbers are in their order; of categories the order means nothing.
 */
export interface PooledMeasure {
  readonly kind: 'number' | 'category';
  readonly level: Int32Array;
  /** How many rows have each level. */
  readonly sizes: Int32Array;
  /** Rows that have a value. */
  readonly count: number;
}

/** Finer steps than these say nothing more of 2,500 rows, and cost time. */
const MAX_LEVELS = 100;
/** Rarer values are counted together: one by one they say nothing. */
const MIN_PER_LEVEL = 8;

/** Numbers fall into at most 100 steps of equal size, cut over all rows, so that which sample a row is of has no say. */
export function poolNumbers(values: readonly (number | null)[]): PooledMeasure {
  const known = Float64Array.from(values.filter((value) => value !== null)).toSorted();
  const tops: number[] = [];
  for (let step = 1; step <= MAX_LEVELS; step += 1) {
    const top = known[Math.ceil((known.length * step) / MAX_LEVELS) - 1];
    if (top !== undefined && top !== tops.at(-1)) tops.push(top);
  }
  return pool(
    'number',
    values.map((value) => (value === null ? -1 : findStep(tops, value))),
    tops.length,
  );
}

export function poolCategories(values: readonly (string | null)[]): PooledMeasure {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count >= MIN_PER_LEVEL).map(([value]) => value);
  const numbers = new Map(common.map((value, index) => [value, index]));
  const levels = common.length + (common.length < counts.size ? 1 : 0);
  return pool(
    'category',
    values.map((value) => (value === null ? -1 : (numbers.get(value) ?? common.length))),
    levels,
  );
}

/**
 * How little a difference as large as this is to be expected of two samples of the same: about -ln of its probability,
 * so that measures of different kinds can be compared. 0 where nothing can differ. `drawn` are the rows of one sample;
 * all others are those of the other.
 */
export function surpriseOf(measure: PooledMeasure, drawn: Int32Array, counts: Int32Array): number {
  const { level, sizes } = measure;
  if (sizes.length < 2) return 0;
  counts.fill(0, 0, sizes.length);
  let inDrawn = 0;
  for (let place = 0; place < drawn.length; place += 1) {
    const at = level[drawn[place] ?? 0] ?? -1;
    if (at < 0) continue;
    counts[at] = (counts[at] ?? 0) + 1;
    inDrawn += 1;
  }
  if (inDrawn === 0 || inDrawn === measure.count) return 0;
  return measure.kind === 'number'
    ? tailOfAndersonDarling(andersonDarling(measure, counts, inDrawn))
    : tailOfNormal(largestDeviate(measure, counts, inDrawn), sizes.length);
}

function pool(
  kind: PooledMeasure['kind'],
  levels: readonly number[],
  levelCount: number,
): PooledMeasure {
  const sizes = new Int32Array(levelCount);
  let count = 0;
  for (const level of levels) {
    if (level < 0) continue;
    sizes[level] = (sizes[level] ?? 0) + 1;
    count += 1;
  }
  return { kind, level: Int32Array.from(levels), sizes, count };
}

/** The first step whose top is not below the value. */
function findStep(tops: readonly number[], value: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The two-sample statistic of Anderson and Darling with mid-ranks for ties (F. W. Scholz and M. A. Stephens, "K-sample
 * Anderson-Darling tests", JASA 82, 1987, equation 7): sensitive to what is added at either end.
 */
function andersonDarling({ sizes, count }: PooledMeasure, counts: Int32Array, inDrawn: number) {
  let pooledBelow = 0;
  let drawnBelow = 0;
  let sum = 0;
  for (let at = 0; at < sizes.length; at += 1) {
    const size = sizes[at] ?? 0;
    const drawn = counts[at] ?? 0;
    const middle = pooledBelow + size / 2;
    const gap = count * (drawnBelow + drawn / 2) - inDrawn * middle;
    const spread = middle * (count - middle) - (count * size) / 4;
    if (spread > 0) sum += (size * gap * gap) / spread;
    pooledBelow += size;
    drawnBelow += drawn;
  }
  const perSample = 1 / inDrawn + 1 / (count - inDrawn);
  return ((count - 1) * perSample * sum) / (count * count);
}

/** The largest standardised difference of a share, of all values: one that grows at the cost of all others stands out. */
function largestDeviate({ sizes, count }: PooledMeasure, counts: Int32Array, inDrawn: number) {
  const share = inDrawn / count;
  const scale = share * (1 - share) * (count / (count - 1));
  let largest = 0;
  for (let at = 0; at < sizes.length; at += 1) {
    const size = sizes[at] ?? 0;
    const gap = (counts[at] ?? 0) - size * share;
    largest = Math.max(largest, (gap * gap) / (scale * size * (1 - size / count)));
  }
  return Math.sqrt(largest);
}

/** Fits the tabled limits of Scholz and Stephens for two samples from 5 % to 0.1 % within 3 % of -ln. */
function tailOfAndersonDarling(statistic: number): number {
  return statistic < 0.5 ? statistic / 2 : statistic + Math.log(statistic) / 2 + 0.1;
}

/** Of any of so many, on either side; the tail of the normal distribution is met within 5 % of its -ln. */
function tailOfNormal(deviate: number, tried: number): number {
  return Math.max(0, 0.717 * deviate + 0.416 * deviate * deviate - Math.log(tried));
}
