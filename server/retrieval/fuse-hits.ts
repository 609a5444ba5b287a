import type { Fusion } from '../../contract/retrieval.ts';
import type { DenseHit, LexicalHit, LegResults } from './search-legs.ts';

export interface FusedHit {
  readonly chunkNumber: number;
  readonly dense: DenseHit | null;
  readonly lexical: LexicalHit | null;
  /** 0–1. */
  readonly fused: number;
}

export interface FusionSettings {
  readonly fusion: Fusion;
  /** 0–1; the lexical leg has the rest. */
  readonly denseWeight: number;
}

type Legs = Pick<LegResults, 'dense' | 'lexical'>;
type Hits = Pick<FusedHit, 'dense' | 'lexical'>;

/** What each leg says of a chunk, 0–1; a leg that did not see it says 0. */
type Reading = (hits: Hits) => { readonly dense: number; readonly lexical: number };

/**
 * The hits of both legs as one list, each leg by its weight. Best first; ties by chunk number, so that the same legs
 * always fuse to the same order.
 */
export function fuseHits(legs: Legs, { fusion, denseWeight }: FusionSettings): readonly FusedHit[] {
  const read = fusion === 'rrf' ? readRanks : readScores(legs);
  const numbers = new Set([...legs.lexical.keys(), ...legs.dense.keys()]);
  return [...numbers]
    .map((chunkNumber): FusedHit => {
      const lexical = legs.lexical.get(chunkNumber) ?? null;
      const dense = legs.dense.get(chunkNumber) ?? null;
      const said = read({ lexical, dense });
      const fused = (1 - denseWeight) * said.lexical + denseWeight * said.dense;
      return { chunkNumber, dense, lexical, fused };
    })
    .toSorted((left, right) => right.fused - left.fused || left.chunkNumber - right.chunkNumber);
}

/**
 * For a convex combination of scores (Bruch, Gai and Ingber 2023): BM25 by its maximum, since its least value is 0,
 * cosine by minimum and maximum.
 */
function readScores(legs: Legs): Reading {
  const highestLexical = Math.max(0, ...[...legs.lexical.values()].map((hit) => hit.score));
  const similarities = [...legs.dense.values()].map((hit) => hit.similarity);
  const lowestDense = Math.min(...similarities);
  const denseRange = Math.max(...similarities) - lowestDense;
  return ({ lexical, dense }) => ({
    lexical: lexical === null || highestLexical === 0 ? 0 : lexical.score / highestLexical,
    dense:
      dense === null ? 0 : denseRange === 0 ? 1 : (dense.similarity - lowestDense) / denseRange,
  });
}

/** Damps the difference between the first ranks. */
const RRF_K = 60;

/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), scaled so that the first of a leg has 1. */
function readRanks({ lexical, dense }: Hits): ReturnType<Reading> {
  return { lexical: readRank(lexical), dense: readRank(dense) };
}

function readRank(hit: { readonly rank: number } | null): number {
  return hit === null ? 0 : (RRF_K + 1) / (RRF_K + hit.rank);
}
