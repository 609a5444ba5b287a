import type { GoldSource } from '../../../contract/gold-set.ts';
import type { Candidate } from '../../../contract/retrieval.ts';

const MAX_QUOTE_CHARS = 4_000;

/** The chosen chunks as the sources of a gold item, each with the words by which it is found again. */
export function goldSourcesOf(chunks: readonly Pick<Candidate, 'source' | 'text'>[]): GoldSource[] {
  return chunks.map(({ source, text }) => ({
    path: source,
    quote: text.slice(0, MAX_QUOTE_CHARS),
  }));
}
