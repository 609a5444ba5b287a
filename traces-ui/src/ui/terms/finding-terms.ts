import type { FindingKind } from '../../../../contract/finding.ts';
import type { Term } from './term.ts';

export const FINDING_KIND_TERMS: Readonly<Record<FindingKind, Term>> = {
  injection: {
    label: 'Instructions',
    tone: 'bad',
    icon: 'ban',
    meaning: 'Text that is aimed at a model rather than at a reader.',
  },
  hidden_text: {
    label: 'Hidden text',
    tone: 'warn',
    icon: 'eye',
    meaning: 'Text that a reader of the document would not see.',
  },
  secret: {
    label: 'Secret',
    tone: 'bad',
    icon: 'alert',
    meaning: 'A key, a password or the like, which should not stand in a document.',
  },
  left_out: {
    label: 'Left out',
    tone: 'muted',
    icon: 'info',
    meaning:
      'Text that stands on the pages and not in the stored text: running headers and footers.',
  },
};
