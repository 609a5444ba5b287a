import type { LedgerReasonCode } from './retrieval.ts';

/** A reason of the ledger, as people read it. */
export const LEDGER_REASON_WORDS: Readonly<Record<LedgerReasonCode, string>> = {
  top_fused: 'Top fused score',
  top_rerank: 'Top rerank score',
  diversity_kept: 'Kept for diversity',
  neighbour_added: 'Neighbour added',
  given: 'Given',
  below_threshold: 'Below threshold',
  lost_in_fusion: 'Lost in fusion',
  lost_in_rerank: 'Lost in rerank',
  near_duplicate: 'Near-duplicate',
  per_document_cap: 'Document cap',
  diversity_dropped: 'Dropped for diversity',
  beyond_limit: 'Beyond the limit',
  over_token_budget: 'Over token budget',
  injection_quarantined: 'Quarantined',
  superseded_version: 'Superseded version',
};
