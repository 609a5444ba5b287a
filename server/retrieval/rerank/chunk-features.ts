import type { Language } from '../../../contract/language.ts';
import { extractTerms } from '../../../core/text/terms.ts';

/** What the reranker reads of a chunk. A chunk never changes, so neither do these. */
export interface ChunkFeatures {
  /** Of title, headings and text, in order. */
  readonly terms: readonly string[];
  /** So many of them, the first, are of the title and the headings. */
  readonly titleTermCount: number;
}

export interface ChunkText {
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly text: string;
  /** That its terms are read in. */
  readonly language: Language;
}

export function readChunkFeatures(chunk: ChunkText): ChunkFeatures {
  const { title, headingPath, text, language } = chunk;
  const titleTerms = extractTerms([title, ...headingPath].join('\n'), language);
  return {
    terms: [...titleTerms, ...extractTerms(text, language)],
    titleTermCount: titleTerms.length,
  };
}
