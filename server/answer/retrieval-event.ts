import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';

/** What a stream is told of the retrieval: enough to show the evidence as it arrives. */
export function retrievalEvent(outcome: RetrievalOutcome) {
  return {
    chunks: outcome.selected.map(({ classification: _classification, ...chunk }) => chunk),
    candidate_count: outcome.candidates.length,
    removed_by_access: outcome.trace.removed_by_access,
    confidence: outcome.trace.confidence,
  };
}
