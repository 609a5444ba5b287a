/** Enough to place a value to the hundredth and beyond. */
const SHARES = 200;

/** At most 200 values at even shares of the given ones, ascending. */
export function takeShares(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((left, right) => left - right);
  const count = Math.min(sorted.length, SHARES);
  return Array.from(
    { length: count },
    (_, at) => sorted[Math.floor(((at + 0.5) * sorted.length) / count)] ?? 0,
  );
}
