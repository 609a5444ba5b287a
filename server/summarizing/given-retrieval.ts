import type { EvidenceWithText } from '../answer/answer-outcome.ts';
import type { RetrievalOutcome, SelectedChunk } from '../retrieval/retrieval-outcome.ts';

const NOT_SCORED = { dense: null, lexical: null, fused: 0, rerank: null, final: 0 };
const REASON = { code: 'given', text: 'The caller named the text that it is of.' } as const;

/** What stands where a retrieval would: nothing was searched for, and every chunk is there. */
export function describeGiven(evidence: readonly EvidenceWithText[]): RetrievalOutcome {
  const selected = evidence.map(({ marker, tokenCount, ...chunk }): SelectedChunk => ({
    ...chunk,
    token_count: tokenCount,
    rank: marker,
    selected: true,
    scores: NOT_SCORED,
    reason: REASON,
  }));
  return {
    selected,
    candidates: selected,
    parts: [],
    durationMs: 0,
    trace: {
      collections: [],
      filters: {},
      as_of: null,
      index_snapshot: null,
      embedding_profiles: [],
      settings: {
        max_chunks: selected.length,
        leg_depth: 0,
        fusion: 'none',
        dense_weight: 0,
        max_context_tokens: 0,
        near_duplicate_threshold: 0,
      },
      legs: [],
      candidates: selected.map(({ text: _text, classification: _class, ...entry }) => entry),
      removed_by_access: 0,
      confidence: selected.length === 0 ? 0 : 1,
    },
  };
}
