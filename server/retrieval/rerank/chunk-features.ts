import { extractTerms } from '../../../core/text/terms.ts';

/** What the reranker reads of a chunk. A chunk never changes, so neither do these. */
export interface ChunkFeatures {
  /** Where each term stands among the terms of title, headings and text, ascending. */
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly termCount: number;
  /** Terms of the title and the headings. */
  readonly titleTerms: ReadonlySet<string>;
  /** Words in lower case and how often each stands in the chunk. */
  readonly words: ReadonlyMap<string, number>;
  /** Of all its words, repeats counted. */
  readonly gramCount: number;
}

export interface ChunkText {
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly text: string;
}

export function readChunkFeatures(chunk: ChunkText): ChunkFeatures {
  const headings = [chunk.title, ...chunk.headingPath].join('\n');
  const places = new Map<string, number[]>();
  const terms = extractTerms(`${headings}\n${chunk.text}`);
  for (const [place, term] of terms.entries()) {
    const known = places.get(term);
    if (known === undefined) places.set(term, [place]);
    else known.push(place);
  }
  const words = countWords(`${headings}\n${chunk.text}`);
  let gramCount = 0;
  for (const [word, count] of words) gramCount += countGrams(word) * count;
  return {
    places,
    termCount: terms.length,
    titleTerms: new Set(extractTerms(headings)),
    words,
    gramCount,
  };
}

/** Words in lower case with their counts; letters and digits of any script. */
export function countWords(text: string): ReadonlyMap<string, number> {
  const words = new Map<string, number>();
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    words.set(word, (words.get(word) ?? 0) + 1);
  }
  return words;
}

const GRAM_LENGTH = 4;

/** The runs of four characters of a word between spaces; a shorter word is one run. */
export function gramsOf(word: string): readonly string[] {
  const bounded = ` ${word} `;
  return Array.from({ length: countGrams(word) }, (_, start) =>
    bounded.slice(start, start + GRAM_LENGTH),
  );
}

function countGrams(word: string): number {
  return Math.max(1, word.length + 3 - GRAM_LENGTH);
}
