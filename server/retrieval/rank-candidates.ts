import type { RerankFeatures } from '../../contract/retrieval.ts';
import type { CandidateChunk } from '../../db/queries/find-candidate-chunks.ts';
import type { FusedHit } from './fuse-hits.ts';
import type { ChunkFeatureCache } from './rerank/chunk-feature-cache.ts';
import type { QuestionFeatures } from './rerank/question-features.ts';
import { RERANK_DEPTH, rerankCandidates, type Reranked } from './rerank/rerank-candidates.ts';

/** A hit with its chunk, in the final order. */
export interface RankedCandidate {
  readonly hit: FusedHit;
  readonly chunk: CandidateChunk;
  /** Position by the fused score alone, from 1. */
  readonly fusedRank: number;
  /** Null below the depth of the reranker. */
  readonly rerank: { readonly score: number; readonly features: RerankFeatures } | null;
  /** What a cross-encoder gave it, and the place that it had before; null where none scored it. */
  readonly crossEncoder: { readonly score: number; readonly rankBefore: number } | null;
  /** 0–1, never rising from one candidate to the next. */
  readonly finalScore: number;
}

/**
 * Reranks the best by fusion, each by the part of the question that it fits best; what fusion put below them follows
 * in its order.
 */
export function rankCandidates(
  parts: readonly QuestionFeatures[],
  fused: readonly { readonly hit: FusedHit; readonly chunk: CandidateChunk }[],
  cache: ChunkFeatureCache,
): readonly RankedCandidate[] {
  const best = fused.slice(0, RERANK_DEPTH);
  const candidates = best.map(({ hit, chunk }) => ({
    features: cache.read(chunk),
    // Added rather than joined: the engine copies the text only where it is read, which it seldom is.
    text: [chunk.title, ...chunk.headingPath, ''].join('\n') + chunk.text,
    fused: hit.fused,
  }));
  const reranked = keepBest(parts.map((part) => rerankCandidates(part, candidates)));
  const lowest = reranked.at(-1)?.score ?? 1;
  return [
    ...reranked.flatMap(({ index, score, features }) => {
      const candidate = best[index];
      if (candidate === undefined) return [];
      const rerank = { score, features };
      return [
        { ...candidate, fusedRank: index + 1, rerank, crossEncoder: null, finalScore: score },
      ];
    }),
    ...fused.slice(RERANK_DEPTH).map((candidate, index) => ({
      ...candidate,
      fusedRank: RERANK_DEPTH + index + 1,
      rerank: null,
      crossEncoder: null,
      finalScore: lowest * candidate.hit.fused,
    })),
  ];
}

/** Of what each candidate reached for the parts, the most; best first. */
function keepBest(rankings: readonly (readonly Reranked[])[]): readonly Reranked[] {
  const [only, ...others] = rankings;
  if (only === undefined || others.length === 0) return only ?? [];
  const best = new Map<number, Reranked>();
  for (const reranked of rankings.flat()) {
    if (reranked.score > (best.get(reranked.index)?.score ?? -1))
      best.set(reranked.index, reranked);
  }
  return [...best.values()].toSorted(
    (left, right) => right.score - left.score || left.index - right.index,
  );
}
