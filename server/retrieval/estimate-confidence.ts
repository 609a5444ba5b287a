/** How far the selected chunks speak of what was asked. */
export interface ConfidenceInput {
  /** How telling each term of the question is in the workspace. */
  readonly weights: ReadonlyMap<string, number>;
  /** Whether each selected chunk holds a term, best first. */
  readonly selected: readonly { readonly has: (term: string) => boolean }[];
}

/** The best chunk counts for more than what all of them say together. */
const WEIGHT_OF_BEST = 0.6;

/**
 * 0–1: the share of the question's terms, weighted by how rare they are in the workspace, that the best chunk and
 * all chunks together hold. A term that no document knows counts as the rarest. Not calibrated to a probability.
 */
export function estimateConfidence({ weights, selected }: ConfidenceInput): number {
  if (weights.size === 0 || selected.length === 0) return 0;
  const best = Math.max(...selected.map((chunk) => shareHeld(weights, (term) => chunk.has(term))));
  const union = shareHeld(weights, (term) => selected.some((chunk) => chunk.has(term)));
  return WEIGHT_OF_BEST * best + (1 - WEIGHT_OF_BEST) * union;
}

function shareHeld(
  weights: ReadonlyMap<string, number>,
  isHeld: (term: string) => boolean,
): number {
  let held = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    total += weight;
    if (isHeld(term)) held += weight;
  }
  return total === 0 ? 0 : held / total;
}
