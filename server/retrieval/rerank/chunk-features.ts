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
}

export function readChunkFeatures({ title, headingPath, text }: ChunkText): ChunkFeatures {
  const titleTerms = extractTerms([title, ...headingPath].join('\n'));
  return { terms: [...titleTerms, ...extractTerms(text)], titleTermCount: titleTerms.length };
}
