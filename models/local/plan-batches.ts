/**
 * Groups texts for one run of the model each, as lists of indices. Texts of like length go together,
 * because a batch costs as much as its longest text for every text in it.
 */
export function planBatches(
  texts: readonly string[],
  batchSize: number,
): readonly (readonly number[])[] {
  const byLength = texts
    .map((text, index) => ({ index, length: text.length }))
    .toSorted((left, right) => left.length - right.length)
    .map(({ index }) => index);
  const batches: number[][] = [];
  for (let start = 0; start < byLength.length; start += batchSize) {
    batches.push(byLength.slice(start, start + batchSize));
  }
  return batches;
}
