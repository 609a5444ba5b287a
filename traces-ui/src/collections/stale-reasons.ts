import type { StaleReasons } from '../../../contract/collection.ts';
import { formatQuantity } from '../ui/format.ts';
import { valuesOf } from '../ui/terms/term.ts';

const REASON_WORDS: Readonly<Record<keyof StaleReasons, string>> = {
  parser: 'read by another version of their parser',
  chunker: 'cut by another version of the chunker',
  chunking: 'cut with other settings',
  language: 'read in another language',
  embedding_profile: 'embedded with another model than the configured one',
};

/** One line for each reason that holds for some document: `3 documents cut with other settings`. */
export function describeReasons(reasons: StaleReasons): readonly string[] {
  return valuesOf(REASON_WORDS)
    .filter((reason) => reasons[reason] > 0)
    .map((reason) => `${formatQuantity(reasons[reason], 'document')} ${REASON_WORDS[reason]}`);
}
