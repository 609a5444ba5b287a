import type { IndexedChunk } from './index-evidence.ts';
import type { Word } from './read-words.ts';
import { weighWord } from './word-rarity.ts';

const NAMED =
  /\b(?:passages?|documents?|sources?|chunks?|excerpts?|references?)\s#?(\d{1,2}(?:(?:,|,? and|,? or|-)\s?#?\d{1,2})*)/giu;

/**
 * Of a claim that names what it rests on in words ("According to passage 2, …"), the share of its weight that
 * stands in the evidence but in none of the chunks with these markers; 0 where none is named.
 */
export function measureNamed(
  wording: string,
  words: readonly Word[],
  chunks: readonly IndexedChunk[],
): number {
  const markers = new Set(
    Array.from(wording.matchAll(NAMED), ([, list = '']) =>
      Array.from(list.matchAll(/\d+/gu), ([number]) => Number(number)),
    ).flat(),
  );
  if (markers.size === 0) return 0;
  const named = chunks.filter(({ chunk }) => markers.has(chunk.marker));
  if (named.length === 0) return 0;
  let [total, elsewhere] = [0, 0];
  for (const word of words) {
    if (word.kind === 'function') continue;
    const weight = weighWord(word);
    total += weight;
    if (!standsIn(named, word.form) && standsIn(chunks, word.form)) elsewhere += weight;
  }
  return total === 0 ? 0 : elsewhere / total;
}

function standsIn(chunks: readonly IndexedChunk[], form: string): boolean {
  return chunks.some(
    ({ words, contextTerms }) => words().places.has(form) || contextTerms.has(form),
  );
}
