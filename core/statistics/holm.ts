/**
 * p-values adjusted for there being so many of them (S. Holm, "A simple sequentially rejective multiple test
 * procedure", Scandinavian Journal of Statistics 6, 1979), in the order that they came in.
 */
export function adjustByHolm(values: readonly number[]): readonly number[] {
  const ordered = values
    .map((value, place) => ({ value, place }))
    .toSorted((left, right) => left.value - right.value);
  const adjusted = values.map(() => 1);
  let most = 0;
  for (const [rank, { value, place }] of ordered.entries()) {
    most = Math.max(most, Math.min(1, value * (values.length - rank)));
    adjusted[place] = most;
  }
  return adjusted;
}
