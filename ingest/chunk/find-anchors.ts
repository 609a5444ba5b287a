import type { Atom } from './cutting.ts';

export interface AnchorInput {
  readonly atoms: readonly Atom[];
  /** How many tokens lie before each atom. */
  readonly starts: Float64Array;
  /** How many lie before the end of the last. */
  readonly end: number;
  /** As many tokens on each side decide whether a place is the cheapest. */
  readonly windowTokens: number;
}

/**
 * Marks the atoms before which a cut is the cheapest of all within a window on each side: there every
 * packing cuts. What is decided there depends on nothing farther away, so that an edit moves no cut behind
 * the next such place. Of equal places the first counts; where all are equal there is none.
 */
export function findAnchors({ atoms, starts, end, windowTokens }: AnchorInput): Uint8Array {
  const costs = Float64Array.from(atoms, ({ cutCost }) => cutCost);
  costs[0] = -Infinity;
  const before = findRivals(costs, { from: 0, step: 1 });
  const behind = findRivals(costs, { from: atoms.length - 1, step: -1 });
  return Uint8Array.from(atoms, (_, index) => {
    const start = starts[index] ?? end;
    const room = start - (starts[before[index] ?? 0] ?? 0);
    const roomBehind = (starts[behind[index] ?? atoms.length] ?? end) - start;
    return index > 0 && room >= windowTokens && roomBehind >= windowTokens ? 1 : 0;
  });
}

/** For each place the nearest one on the way it was come by that is cheaper, or as cheap and nearer the start. */
function findRivals(
  costs: Float64Array,
  { from, step }: { readonly from: number; readonly step: 1 | -1 },
): Int32Array {
  const rivals = new Int32Array(costs.length);
  const open: number[] = [];
  for (let index = from; index >= 0 && index < costs.length; index += step) {
    const cost = costs[index] ?? 0;
    const isBeaten = (other: number): boolean =>
      step === 1 ? (costs[other] ?? 0) > cost : (costs[other] ?? 0) >= cost;
    while (open.length > 0 && isBeaten(open.at(-1) ?? 0)) open.pop();
    rivals[index] = open.at(-1) ?? (step === 1 ? 0 : costs.length);
    open.push(index);
  }
  return rivals;
}
