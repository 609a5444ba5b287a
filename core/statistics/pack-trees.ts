import type { Tree } from './trees.ts';

/** Trees as one line of text: `signals|bounds|values` of each, its numbers apart by commas, trees by semicolons. */
export function packTrees(trees: readonly Tree[]): string {
  return trees
    .map(({ signals, bounds, values }) => [signals, bounds, values].map(String).join('|'))
    .join(';');
}

/** Throws for a text that `packTrees` did not write. */
export function unpackTrees(packed: string): readonly Tree[] {
  return packed.split(';').map((text) => {
    const [signals, bounds, values] = text.split('|').map((list) => list.split(',').map(Number));
    if (signals === undefined || bounds === undefined || values === undefined) {
      throw new Error('A packed tree has three lists.');
    }
    return { signals, bounds, values };
  });
}
