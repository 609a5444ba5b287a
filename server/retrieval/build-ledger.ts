import type { Candidate, RerankFeatures } from '../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../contract/retrieval-trace.ts';
import type { LexicalHit } from './search-legs.ts';
import type { Needs } from './cover-needs.ts';
import { identifyChunk } from './identify-chunk.ts';
import { describeCandidate } from './describe-candidate.ts';
import type { RankedCandidate } from './rank-candidates.ts';
import type { SelectedChunk } from './retrieval-outcome.ts';
import type { ChunkFeatureCache } from './rerank/chunk-feature-cache.ts';
import type { ChunkFeatures } from './rerank/chunk-features.ts';
import { FEATURE_NAMES } from './rerank/rerank-candidates.ts';
import { selectChunks, type SelectionDecision } from './select-chunks.ts';

export interface Ledger {
  /** Every candidate by final rank. */
  readonly candidates: readonly Candidate[];
  readonly selected: readonly SelectedChunk[];
}

/** Decides on every ranked candidate and writes down its one reason. */
export function buildLedger(
  ranked: readonly RankedCandidate[],
  deps: {
    readonly settings: RetrievalSettings;
    readonly needs: Needs;
    readonly features: ChunkFeatureCache;
  },
): Ledger {
  const { settings, needs, features } = deps;
  const decisions = selectChunks(
    ranked.map(({ hit, chunk, part, fusedRank, rerank }) => ({
      part,
      documentId: chunk.documentId,
      title: chunk.title,
      textTerms: () => termsOfText(features.read(chunk)),
      tokenCount: chunk.tokenCount,
      fusedScore: hit.fused,
      isReranked: rerank !== null,
      fusedRank,
      bestLegRank: Math.min(hit.dense?.rank ?? Infinity, hit.lexical?.rank ?? Infinity),
      holds: (term) => {
        const { terms } = features.read(chunk);
        return needs.formsOf(term).some((form) => terms.includes(form));
      },
    })),
    {
      maxChunks: settings.max_chunks,
      maxContextTokens: settings.max_context_tokens,
      minFusedScore: settings.min_fused_score ?? 0,
      nearDuplicateThreshold: settings.near_duplicate_threshold,
      maxChunksPerDocument: settings.max_chunks_per_document ?? settings.max_chunks,
    },
    needs,
  );
  const entries = ranked.flatMap((candidate, index) => {
    const decision = decisions[index];
    if (decision === undefined) return [];
    const { classification } = candidate.chunk;
    return [{ entry: toCandidate(candidate, { rank: index + 1, decision }), classification }];
  });
  return {
    candidates: entries.map(({ entry }) => entry),
    selected: entries
      .filter(({ entry }) => entry.selected)
      .map(({ entry, classification }) => ({ ...entry, classification })),
  };
}

function termsOfText({ terms, titleTermCount }: ChunkFeatures): readonly string[] {
  return terms.slice(titleTermCount);
}

function toCandidate(
  ranked: RankedCandidate,
  place: { readonly rank: number; readonly decision: SelectionDecision },
): Candidate {
  const { chunk, hit, rerank } = ranked;
  return {
    ...identifyChunk(chunk),
    rank: place.rank,
    selected: place.decision.selected,
    scores: {
      dense: hit.dense,
      lexical: hit.lexical && toLexicalScore(hit.lexical),
      fused: hit.fused,
      rerank: rerank?.score ?? null,
      cross_encoder: ranked.crossEncoder && {
        score: round(ranked.crossEncoder.score),
        rank_before: ranked.crossEncoder.rankBefore,
      },
      rerank_features: rerank && roundFeatures(rerank.features),
      final: ranked.finalScore,
    },
    reason: { code: place.decision.code, text: describeCandidate(ranked, place.decision) },
  };
}

function toLexicalScore({ rank, score, matchedTerms, contributions }: LexicalHit) {
  return {
    rank,
    score,
    matched_terms: [...matchedTerms],
    terms: contributions.map((part) => ({
      term: part.term,
      score: round(part.score),
      frequency: part.frequency,
      inverse_document_frequency: round(part.inverseDocumentFrequency),
    })),
    length: contributions[0]?.length ?? 0,
  };
}

function roundFeatures(features: RerankFeatures): RerankFeatures {
  const rounded = { ...features };
  for (const name of FEATURE_NAMES) rounded[name] = round(features[name]);
  return rounded;
}

/** The parts of a score are kept for people: unrounded they would be most of a trace's bytes. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
