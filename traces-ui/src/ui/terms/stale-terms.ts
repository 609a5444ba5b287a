import type { StaleChange } from '../../../../contract/stale-answer.ts';
import type { Term } from './term.ts';

export const STALE_TERM: Term = {
  label: 'Stale',
  tone: 'warn',
  icon: 'alert',
  meaning: 'Something that the answer cites has changed since.',
};

export const CURRENT_TERM: Term = {
  label: 'Current',
  tone: 'good',
  icon: 'check',
  meaning: 'What the answer cites still stands as it was cited.',
};

export const REASKED_TERM: Term = {
  label: 'Asked again',
  tone: 'info',
  icon: 'check',
  meaning: 'There is a newer answer to the same question.',
};

/** What became of a cited chunk. */
export const STALE_CHANGE_TERMS: Readonly<Record<StaleChange['change'], Term>> = {
  changed: {
    label: 'Changed',
    tone: 'warn',
    icon: 'half',
    meaning: 'Another text stands in the place of what was cited.',
  },
  retitled: {
    label: 'Retitled',
    tone: 'warn',
    icon: 'half',
    meaning: 'What was cited stands under another heading now.',
  },
  moved: {
    label: 'Moved',
    tone: 'warn',
    icon: 'half',
    meaning: 'What was cited stands in another section now.',
  },
  removed: {
    label: 'Removed',
    tone: 'bad',
    icon: 'minus',
    meaning: 'Nothing stands in the place of what was cited.',
  },
  retired: {
    label: 'Retired',
    tone: 'bad',
    icon: 'ban',
    meaning: 'The document that was cited is not retrieved any more.',
  },
};
