import type { Fusion, LedgerReasonCode } from '../../../../contract/retrieval.ts';
import type { Term } from './term.ts';

function kept(label: string, meaning: string): Term {
  return { label, meaning, tone: 'good', icon: 'check' };
}

function dropped(label: string, meaning: string): Term {
  return { label, meaning, tone: 'muted', icon: 'minus' };
}

/** Why a candidate was selected or rejected. */
export const LEDGER_REASON_TERMS: Readonly<Record<LedgerReasonCode, Term>> = {
  top_fused: kept('Top fused score', 'Among the best by meaning and keywords together.'),
  top_rerank: kept('Top rerank score', 'Among the best after reranking.'),
  diversity_kept: kept('Kept for diversity', 'Covers what the better ones do not.'),
  neighbour_added: kept('Neighbour added', 'Stands beside a selected chunk.'),
  given: kept('Given', 'The caller named the text that it is of; nothing was searched for.'),
  below_threshold: dropped('Below threshold', 'Its fused score is not above the least allowed.'),
  lost_in_fusion: dropped('Lost in fusion', 'Its ranks in the legs were too low together.'),
  lost_in_rerank: dropped('Lost in rerank', 'The reranker put it below the cut.'),
  near_duplicate: dropped('Near-duplicate', 'Says nearly the same as a better candidate.'),
  per_document_cap: dropped('Document cap', 'Its document had its share of chunks already.'),
  diversity_dropped: dropped('Dropped for diversity', 'Adds nothing to what was selected.'),
  beyond_limit: dropped('Beyond the limit', 'Good enough, but the places were taken.'),
  over_token_budget: dropped('Over token budget', 'Would not fit the prompt.'),
  injection_quarantined: {
    label: 'Quarantined',
    meaning: 'Looks like instructions to the model rather than like knowledge.',
    tone: 'bad',
    icon: 'ban',
  },
  superseded_version: dropped('Superseded version', 'A newer version of the document serves now.'),
};

export const FUSION_WORDS: Readonly<Record<Fusion, string>> = {
  convex: 'By scores (convex)',
  rrf: 'By ranks (RRF)',
};
