import { DEFAULT_LANGUAGE, type Language } from '../../../contract/language.ts';
import { extractTermOccurrences } from '../../../core/text/terms.ts';

/** A word of a question, read in each language that is searched. */
export interface QuestionWord {
  readonly surface: string;
  /** Its terms, each once, the first by the first language that has one. */
  readonly terms: readonly [string, ...string[]];
  /** Whether one of the languages leaves it out: in a question of that language it says nothing. */
  readonly isStopWord: boolean;
}

/** The only language searched by default. */
export const ONLY_DEFAULT: readonly Language[] = [DEFAULT_LANGUAGE];

/** The words of a text in their order, with repeats. */
export function readWords(text: string, languages: readonly Language[]): readonly QuestionWord[] {
  const words = new Map<
    string,
    { charStart: number; charEnd: number; surface: string; terms: string[] }
  >();
  for (const language of languages) {
    for (const { term, surface, charStart, charEnd } of extractTermOccurrences(text, language)) {
      const place = `${charStart} ${charEnd}`;
      const known = words.get(place);
      if (known === undefined) words.set(place, { charStart, charEnd, surface, terms: [term] });
      else known.terms.push(term);
    }
  }
  return [...words.values()]
    .toSorted((left, right) => left.charStart - right.charStart || right.charEnd - left.charEnd)
    .flatMap(({ surface, terms }) => {
      const [first, ...others] = new Set(terms);
      const isStopWord = terms.length < languages.length;
      return first === undefined ? [] : [{ surface, terms: [first, ...others], isStopWord }];
    });
}
