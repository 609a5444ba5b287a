import type { CanaryKind, CanaryVerdict } from '../../../../contract/canary.ts';
import type { Term } from './term.ts';

export const CANARY_VERDICT_TERMS: Readonly<Record<CanaryVerdict, Term>> = {
  recorded: {
    label: 'Baseline recorded',
    tone: 'info',
    icon: 'info',
    meaning: 'What the model says now is what is expected of it.',
  },
  same: {
    label: 'Same',
    tone: 'good',
    icon: 'check',
    meaning: 'The answers lie no farther from the baseline than its own from each other.',
  },
  version_changed: {
    label: 'Another version',
    tone: 'warn',
    icon: 'alert',
    meaning: 'The model says that it is another version than when the baseline was recorded.',
  },
  answers_changed: {
    label: 'Answers changed',
    tone: 'bad',
    icon: 'alert',
    meaning: 'The model says that it is the same, and answers differently.',
  },
  inconclusive: {
    label: 'Inconclusive',
    tone: 'muted',
    icon: 'question',
    meaning: 'Too few answers came.',
  },
};

export const CANARY_KIND_WORDS: Readonly<Record<CanaryKind, string>> = {
  baseline: 'Baseline',
  check: 'Check',
};
