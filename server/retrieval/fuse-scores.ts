import type { DenseHit, LexicalHit, LegResults } from './search-legs.ts';

export interface FusedHit {
  readonly chunkNumber: number;
  readonly dense: DenseHit | null;
  readonly lexical: LexicalHit | null;
  /** 0–1. */
  readonly fused: number;
}

export const FUSION = 'convex';

/**
 * Convex combination of the normalised legs (Bruch, Gai and Ingber 2023): BM25 by its maximum, since
 * its least value is 0, cosine by minimum and maximum. A leg that did not see a chunk gives it 0.
 * Best first; ties by chunk number, so that the same legs always fuse to the same order.
 */
export function fuseScores(
  legs: Pick<LegResults, 'dense' | 'lexical'>,
  denseWeight: number,
): readonly FusedHit[] {
  const highestLexical = Math.max(0, ...[...legs.lexical.values()].map((hit) => hit.score));
  const similarities = [...legs.dense.values()].map((hit) => hit.similarity);
  const lowestDense = Math.min(...similarities);
  const denseRange = Math.max(...similarities) - lowestDense;
  const numbers = new Set([...legs.lexical.keys(), ...legs.dense.keys()]);
  return [...numbers]
    .map((chunkNumber): FusedHit => {
      const lexical = legs.lexical.get(chunkNumber) ?? null;
      const dense = legs.dense.get(chunkNumber) ?? null;
      const lexicalPart =
        lexical === null || highestLexical === 0 ? 0 : lexical.score / highestLexical;
      const densePart =
        dense === null ? 0 : denseRange === 0 ? 1 : (dense.similarity - lowestDense) / denseRange;
      const fused = (1 - denseWeight) * lexicalPart + denseWeight * densePart;
      return { chunkNumber, dense, lexical, fused };
    })
    .toSorted((left, right) => right.fused - left.fused || left.chunkNumber - right.chunkNumber);
}
