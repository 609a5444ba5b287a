import type { RerankFeatures } from '../../contract/retrieval.ts';
import type { CandidateChunk } from '../../db/queries/find-candidate-chunks.ts';
import type { FusedHit } from './fuse-hits.ts';
import type { ChunkFeatureCache } from './rerank/chunk-feature-cache.ts';
import type { RankedPart } from './read-parts.ts';
import {
  RERANK_DEPTH,
  rerankCandidates,
  type RerankCandidate,
  type Reranked,
} from './rerank/rerank-candidates.ts';

/** A hit with its chunk, in the final order. */
export interface RankedCandidate {
  readonly hit: FusedHit;
  readonly chunk: CandidateChunk;
  /** The part of the question that it fits best, from 0. */
  readonly part: number;
  /** 0–1: what it reached for each part; the final score is the most of them, but where a cross-encoder moved it. */
  readonly partScores: readonly number[];
  /** Position by the fused score alone, from 1. */
  readonly fusedRank: number;
  /** Null below the depth of the reranker. */
  readonly rerank: { readonly score: number; readonly features: RerankFeatures } | null;
  /** What a cross-encoder gave it, and the place that it had before; null where none scored it. */
  readonly crossEncoder: { readonly score: number; readonly rankBefore: number } | null;
  /** 0–1, never rising from one candidate to the next. */
  readonly finalScore: number;
}

interface FusedChunk {
  readonly hit: FusedHit;
  readonly chunk: CandidateChunk;
}

/**
 * Reranks the best by fusion, each by the part of the question that it fits best; what fusion put below them follows
 * in its order.
 */
export function rankCandidates(
  parts: readonly RankedPart[],
  fused: readonly FusedChunk[],
  cache: ChunkFeatureCache,
): readonly RankedCandidate[] {
  const best = fused.slice(0, RERANK_DEPTH);
  const candidates = best.map(({ hit, chunk }) => ({
    hit,
    features: cache.read(chunk),
    // Added rather than joined: the engine copies the text only where it is read, which it seldom is.
    text: [chunk.title, ...chunk.headingPath, ''].join('\n') + chunk.text,
  }));
  const reranked = keepBest(parts.map((part) => rerankFor(part, candidates)));
  const lowest = reranked.at(-1)?.score ?? 1;
  return [
    ...reranked.flatMap(({ index, part, partScores, score, features }) => {
      const candidate = best[index];
      if (candidate === undefined) return [];
      const rerank = { score, features };
      const fusedRank = index + 1;
      return [
        {
          ...candidate,
          part,
          partScores,
          fusedRank,
          rerank,
          crossEncoder: null,
          finalScore: score,
        },
      ];
    }),
    ...fused.slice(RERANK_DEPTH).map((candidate, index) => ({
      ...candidate,
      ...scoreUnread(parts, { hit: candidate.hit, lowest }),
      fusedRank: RERANK_DEPTH + index + 1,
      rerank: null,
      crossEncoder: null,
      finalScore: lowest * candidate.hit.fused,
    })),
  ];
}

/** With indices of what was given; the reranker looks at them in the order of fusion for this part. */
function rerankFor(
  { features, fusedFor }: RankedPart,
  candidates: readonly (Omit<RerankCandidate, 'fused'> & { readonly hit: FusedHit })[],
): readonly Reranked[] {
  const inOrder = candidates
    .map((candidate, index) => ({ ...candidate, index, fused: fusedFor(candidate.hit) }))
    .toSorted((left, right) => right.fused - left.fused || left.index - right.index);
  return rerankCandidates(features, inOrder).map((reranked) => ({
    ...reranked,
    index: inOrder[reranked.index]?.index ?? reranked.index,
  }));
}

interface BestForPart extends Reranked {
  readonly part: number;
  readonly partScores: readonly number[];
}

/** Of what each candidate reached for the parts, the most; best first. */
function keepBest(rankings: readonly (readonly Reranked[])[]): readonly BestForPart[] {
  const byIndex = rankings.map((ranking) => new Map(ranking.map((entry) => [entry.index, entry])));
  return (rankings[0] ?? [])
    .flatMap(({ index }) => {
      const partScores = byIndex.map((entries) => entries.get(index)?.score ?? 0);
      const part = findHighest(partScores);
      const best = byIndex[part]?.get(index);
      return best === undefined ? [] : [{ ...best, part, partScores }];
    })
    .toSorted((left, right) => right.score - left.score || left.index - right.index);
}

/** For what the reranker does not read: less than what it read reached. */
function scoreUnread(
  parts: readonly RankedPart[],
  { hit, lowest }: { readonly hit: FusedHit; readonly lowest: number },
): Pick<RankedCandidate, 'part' | 'partScores'> {
  const partScores = parts.map(({ fusedFor }) => lowest * fusedFor(hit));
  return { part: findHighest(partScores), partScores };
}

function findHighest(scores: readonly number[]): number {
  return Math.max(0, scores.indexOf(Math.max(...scores)));
}

/** The scores of all candidates for each part, best first. */
export function listPartScores(
  ranked: readonly RankedCandidate[],
  partCount: number,
): readonly (readonly number[])[] {
  return Array.from({ length: partCount }, (_, part) =>
    ranked.map(({ partScores }) => partScores[part] ?? 0).toSorted((left, right) => right - left),
  );
}
