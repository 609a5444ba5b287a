import { LEDGER_REASON_WORDS } from '../../../../contract/ledger-reason-words.ts';
import type { Fusion, LedgerReasonCode } from '../../../../contract/retrieval.ts';
import type { Term } from './term.ts';

function kept(code: LedgerReasonCode, meaning: string): Term {
  return { label: LEDGER_REASON_WORDS[code], meaning, tone: 'good', icon: 'check' };
}

function dropped(code: LedgerReasonCode, meaning: string): Term {
  return { label: LEDGER_REASON_WORDS[code], meaning, tone: 'muted', icon: 'minus' };
}

/** Why a candidate was selected or rejected. */
export const LEDGER_REASON_TERMS: Readonly<Record<LedgerReasonCode, Term>> = {
  top_fused: kept('top_fused', 'Among the best by meaning and keywords together.'),
  top_rerank: kept('top_rerank', 'Among the best after reranking.'),
  diversity_kept: kept('diversity_kept', 'Covers what the better ones do not.'),
  neighbour_added: kept('neighbour_added', 'Stands beside a selected chunk.'),
  given: kept('given', 'The caller named the text that it is of; nothing was searched for.'),
  below_threshold: dropped('below_threshold', 'Its fused score is not above the least allowed.'),
  lost_in_fusion: dropped('lost_in_fusion', 'Its ranks in the legs were too low together.'),
  lost_in_rerank: dropped('lost_in_rerank', 'The reranker put it below the cut.'),
  near_duplicate: dropped('near_duplicate', 'Says nearly the same as a better candidate.'),
  per_document_cap: dropped('per_document_cap', 'Its document had its share of chunks already.'),
  diversity_dropped: dropped('diversity_dropped', 'Adds nothing to what was selected.'),
  beyond_limit: dropped('beyond_limit', 'Good enough, but the places were taken.'),
  over_token_budget: dropped('over_token_budget', 'Would not fit the prompt.'),
  injection_quarantined: {
    label: LEDGER_REASON_WORDS.injection_quarantined,
    meaning: 'Looks like instructions to the model rather than like knowledge.',
    tone: 'bad',
    icon: 'ban',
  },
  superseded_version: dropped('superseded_version', 'A newer version of the document serves now.'),
};

export const FUSION_WORDS: Readonly<Record<Fusion, string>> = {
  convex: 'By scores (convex)',
  rrf: 'By ranks (RRF)',
};
