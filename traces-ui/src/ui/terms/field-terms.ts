import type { FieldVerdict } from '../../../../contract/extraction.ts';
import type { Term } from './term.ts';

/** How the value of a field stands in the text. */
export const FIELD_VERDICT_TERMS: Readonly<Record<FieldVerdict, Term>> = {
  verbatim: {
    label: 'Verbatim',
    tone: 'good',
    icon: 'check',
    meaning: 'The words of the text are the value.',
  },
  normalised: {
    label: 'Normalised',
    tone: 'good',
    icon: 'check',
    meaning: 'The words of the text read as the value, by the rule that is named.',
  },
  missing: {
    label: 'Missing',
    tone: 'muted',
    icon: 'minus',
    meaning: 'The text does not give it clearly enough, and nothing was made up.',
  },
};
