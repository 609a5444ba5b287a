import type {
  CitationStatus,
  Verdict,
  Verification,
  VerdictReason,
} from '../../../../contract/verification.ts';
import type { Term } from './term.ts';

export const VERDICT_TERMS: Readonly<Record<Verdict, Term>> = {
  supported: {
    label: 'Supported',
    tone: 'good',
    icon: 'check',
    meaning: 'What the sentence cites says the same.',
  },
  partially_supported: {
    label: 'Partly supported',
    tone: 'warn',
    icon: 'half',
    meaning: 'What the sentence cites says a part of it.',
  },
  contradicted: {
    label: 'Contradicted',
    tone: 'bad',
    icon: 'cross',
    meaning: 'What the sentence cites says otherwise.',
  },
  unsupported: {
    label: 'Unsupported',
    tone: 'bad',
    icon: 'cross',
    meaning: 'What the sentence cites does not say it.',
  },
  uncited: {
    label: 'Uncited',
    tone: 'warn',
    icon: 'alert',
    meaning: 'The sentence claims something and cites nothing.',
  },
  not_a_claim: {
    label: 'Not a claim',
    tone: 'muted',
    icon: 'minus',
    meaning: 'The sentence states nothing that could be checked.',
  },
  absence_claim: {
    label: 'Says it is absent',
    tone: 'info',
    icon: 'info',
    meaning: 'The sentence says that the documents do not mention something.',
  },
  unverifiable: {
    label: 'Cannot be checked',
    tone: 'muted',
    icon: 'question',
    meaning: 'The verifier could not decide.',
  },
};

export const ANSWER_VERDICT_TERMS: Readonly<Record<Verification['verdict'], Term>> = {
  verified: {
    label: 'Verified',
    tone: 'good',
    icon: 'check',
    meaning: 'Every claim is supported by what it cites.',
  },
  partly_verified: {
    label: 'Partly verified',
    tone: 'warn',
    icon: 'half',
    meaning: 'Some claims are not fully supported by what they cite, or a citation names no chunk.',
  },
  unverified: {
    label: 'Unverified',
    tone: 'bad',
    icon: 'cross',
    meaning: 'The claims are not supported by what they cite.',
  },
  not_applicable: {
    label: 'Nothing to verify',
    tone: 'muted',
    icon: 'minus',
    meaning: 'The answer makes no claim.',
  },
};

export const CITATION_STATUS_TERMS: Readonly<Record<CitationStatus, Term>> = {
  necessary: {
    label: 'Necessary',
    tone: 'good',
    icon: 'check',
    meaning: 'The claim falls without it.',
  },
  sufficient: {
    label: 'Sufficient',
    tone: 'good',
    icon: 'check',
    meaning: 'It alone carries the claim.',
  },
  redundant: {
    label: 'Redundant',
    tone: 'muted',
    icon: 'minus',
    meaning: 'Another citation already carries the claim.',
  },
  irrelevant: {
    label: 'Irrelevant',
    tone: 'warn',
    icon: 'alert',
    meaning: 'It adds nothing to the claim.',
  },
  misattributed: {
    label: 'Misattributed',
    tone: 'bad',
    icon: 'cross',
    meaning: 'Another chunk supports the claim, not this one.',
  },
  dangling: {
    label: 'Dangling',
    tone: 'bad',
    icon: 'ban',
    meaning: 'The marker names no chunk.',
  },
};

export const VERDICT_REASON_WORDS: Readonly<Record<VerdictReason, string>> = {
  covered: 'covered by the evidence',
  derived_value: 'a value derived from the evidence',
  split_evidence: 'evidence split over several chunks',
  absence_confirmed: 'absence confirmed',
  absence_false: 'said to be absent, but present',
  low_coverage: 'little of it is in the evidence',
  number_novel: 'a number that the evidence lacks',
  number_swapped: 'a number swapped for another',
  unit_changed: 'the unit changed',
  date_mismatch: 'the date differs',
  entity_novel: 'a name that the evidence lacks',
  entity_swapped: 'a name swapped for another',
  role_swapped: 'roles swapped',
  negation_flipped: 'a negation flipped',
  antonym: 'the opposite word',
  hedge_dropped: 'a condition or hedge dropped',
  quote_fabricated: 'a quotation that does not exist',
  quote_altered: 'a quotation altered',
  quote_spliced: 'a quotation spliced together',
  quote_misattributed: 'a quotation from elsewhere',
  source_left_out: 'the source says it to a model, which is no support',
  wrong_chunk: 'supported by another chunk',
  marker_dangling: 'the marker names no chunk',
  judge_quote_not_found: "the judge's quotation was not found",
  local_supports: 'the local model sees support',
  local_does_not_support: 'the local model sees no support',
  judge_supports: 'the judge quotes the evidence for it',
  judge_contradicts: 'the judge quotes the opposite',
  judge_does_not_support: 'the judge finds no quotation for it',
};
