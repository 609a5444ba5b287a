/** In their order, so that the same values always give the same sum; 0 of none. */
export function sumOf(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
