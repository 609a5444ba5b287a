/** A full tree: questions level by level, of which each halves what the one above it left, and an answer more than questions. */
export interface Tree {
  /** Places in the list of signals; of a signal at or above the bound, the right half. */
  readonly signals: readonly number[];
  readonly bounds: readonly number[];
  readonly values: readonly number[];
}

/** Their values are summed. */
export interface Trees {
  readonly base: number;
  readonly trees: readonly Tree[];
}

/** What the trees say of the signals' values, which are in the order in which the trees were learned. */
export function askTrees(values: readonly number[], { base, trees }: Trees): number {
  let sum = base;
  for (const tree of trees) {
    let at = 0;
    while (at < tree.bounds.length) {
      const value = values[tree.signals[at] ?? 0] ?? 0;
      at = 2 * at + (value >= (tree.bounds[at] ?? 0) ? 2 : 1);
    }
    sum += tree.values[at - tree.bounds.length] ?? 0;
  }
  return sum;
}
