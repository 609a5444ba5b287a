import { extractTerms } from '../../core/text/terms.ts';

export interface ConfidenceInput {
  /** The question's terms. */
  readonly terms: readonly string[];
  readonly chunkCount: number;
  readonly chunkCountByTerm: ReadonlyMap<string, number>;
  /** What was selected, best first, each with its title and heading path. */
  readonly texts: readonly string[];
}

/** The best chunk counts for more than what all of them say together. */
const WEIGHT_OF_BEST = 0.6;

/**
 * How far the selected chunks speak of what was asked, 0–1: the share of the question's terms, weighted
 * by how rare they are in the workspace, that the best chunk and all chunks together hold. A term that
 * no document knows counts as the rarest. Not calibrated to a probability.
 */
export function estimateConfidence(input: ConfidenceInput): number {
  if (input.terms.length === 0 || input.texts.length === 0) return 0;
  const weights = new Map(input.terms.map((term) => [term, rarity(term, input)]));
  const chunks = input.texts.map((text) => new Set(extractTerms(text)));
  const best = Math.max(...chunks.map((terms) => coverage(weights, terms)));
  const union = new Set(chunks.flatMap((terms) => [...terms]));
  return WEIGHT_OF_BEST * best + (1 - WEIGHT_OF_BEST) * coverage(weights, union);
}

function rarity(term: string, input: ConfidenceInput): number {
  const count = input.chunkCountByTerm.get(term) ?? 0;
  return Math.log(1 + (input.chunkCount - count + 0.5) / (count + 0.5));
}

function coverage(weights: ReadonlyMap<string, number>, terms: ReadonlySet<string>): number {
  let covered = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    total += weight;
    if (terms.has(term)) covered += weight;
  }
  return total === 0 ? 0 : covered / total;
}
