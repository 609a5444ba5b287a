import type { ReviewDecisionKind, ReviewStatus } from '../../../../contract/review.ts';
import type { Term } from './term.ts';

export const REVIEW_STATUS_TERMS: Readonly<Record<ReviewStatus, Term>> = {
  open: { label: 'Open', tone: 'warn', icon: 'eye', meaning: 'It waits for a person.' },
  claimed: {
    label: 'Claimed',
    tone: 'info',
    icon: 'clock',
    meaning: 'Somebody works on it, and nobody else may decide it meanwhile.',
  },
  decided: { label: 'Decided', tone: 'good', icon: 'check', meaning: 'A person has decided.' },
};

export const REVIEW_DECISION_TERMS: Readonly<Record<ReviewDecisionKind, Term>> = {
  approve: {
    label: 'Approved',
    tone: 'good',
    icon: 'check',
    meaning: 'The asker gets the draft as it is.',
  },
  correct: {
    label: 'Corrected',
    tone: 'info',
    icon: 'half',
    meaning: 'The asker gets what the reviewer wrote.',
  },
  reject: {
    label: 'Rejected',
    tone: 'bad',
    icon: 'cross',
    meaning: 'The asker gets no answer, and why.',
  },
};
