import type { RequiredSource } from '../../contract/evaluation-result.ts';
import { sumOf } from '../../core/statistics/sum-of.ts';

/** Over what an answer needs: one chunk of each required document, the one with the quote where there is one. */
export interface RetrievalScores {
  /** The share of the required documents that have a chunk among the first `k` candidates. */
  recallAt(k: number): number;
  /** Of the first `k` candidates, gain 1 for each need that is met first (K. Järvelin and J. Kekäläinen, 2002). */
  ndcgAt(k: number): number;
  /** One by the rank of the first candidate that meets a need; 0 when it is not among the first `k`. */
  reciprocalRankAt(k: number): number;
}

export function scoreRetrieval(required: readonly RequiredSource[]): RetrievalScores {
  const documentRanks = required.map(({ rank }) => rank);
  const needRanks = required.map(({ rank, quote }) => (quote === null ? rank : quote.rank));
  return {
    recallAt: (k) => documentRanks.filter((rank) => isWithin(rank, k)).length / required.length,
    ndcgAt: (k) => {
      const gained = needRanks.filter((rank) => isWithin(rank, k)).map(discount);
      const ideal = required.slice(0, k).map((_source, index) => discount(index + 1));
      // One chunk may meet several needs.
      return Math.min(1, sumOf(gained) / sumOf(ideal));
    },
    reciprocalRankAt: (k) => {
      const first = Math.min(...needRanks.map((rank) => rank ?? Infinity));
      return first <= k ? 1 / first : 0;
    },
  };
}

function isWithin(rank: number | null, k: number): rank is number {
  return rank !== null && rank <= k;
}

function discount(rank: number): number {
  return 1 / Math.log2(rank + 1);
}
