import type { VerificationRun } from '../../../../contract/verification-run.ts';
import type { VerifierTier } from '../../../../contract/verification.ts';
import type { Term } from './term.ts';

export const VERIFICATION_RUN_TERMS: Readonly<Record<VerificationRun['status'], Term>> = {
  running: {
    label: 'Running',
    tone: 'info',
    icon: 'half',
    meaning: 'Answers are being checked, one after the other.',
  },
  done: {
    label: 'Done',
    tone: 'good',
    icon: 'check',
    meaning: 'Every answer that it is about has been checked.',
  },
  failed: { label: 'Failed', tone: 'bad', icon: 'cross', meaning: 'It could not go on.' },
  cancelled: {
    label: 'Cancelled',
    tone: 'muted',
    icon: 'ban',
    meaning: 'Somebody ended it before every answer had been checked.',
  },
};

/** The last verifier that may be asked about a claim. */
export const VERIFIER_TIER_WORDS: Readonly<Record<VerifierTier, string>> = {
  builtin: 'Builtin verifier alone',
  local: 'Up to a local model',
  judge: 'Up to a judge, which costs',
};
