import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import { relatedTo } from '../../core/text/related-words.ts';

const PREFIX_LENGTH = 5;
const RELATED = 0.7;
const PREFIX = 0.6;

/** The terms of a text, ready to be looked up. */
export interface Vocabulary {
  readonly terms: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
}

export function readVocabulary(terms: Iterable<string>): Vocabulary {
  const all = new Set(terms);
  const long = [...all].filter((term) => term.length >= PREFIX_LENGTH);
  return { terms: all, prefixes: new Set(long.map((term) => term.slice(0, PREFIX_LENGTH))) };
}

const remembered = new WeakMap<readonly string[] | ReadonlySet<string>, Vocabulary>();

/** The same, of terms that are looked at again for other questions. */
export function rememberVocabulary(terms: readonly string[] | ReadonlySet<string>): Vocabulary {
  const known = remembered.get(terms);
  if (known !== undefined) return known;
  const vocabulary = readVocabulary(terms);
  remembered.set(terms, vocabulary);
  return vocabulary;
}

/** How surely a text speaks of a term, 0 to 1: by itself, by a related word, or by one that begins alike. */
export function creditOf(term: string, vocabulary: Vocabulary | undefined): number {
  if (vocabulary === undefined) return 0;
  if (vocabulary.terms.has(term)) return 1;
  if (holdsAny(relatedTo(term), vocabulary)) return RELATED;
  return beginsAlike(term, vocabulary) ? PREFIX : 0;
}

/** Whether a text names what a term names; a looser word does not. */
export function isNamed(term: string, vocabulary: Vocabulary): boolean {
  return (
    vocabulary.terms.has(term) ||
    holdsAny(synonymsOf(term), vocabulary) ||
    beginsAlike(term, vocabulary)
  );
}

function holdsAny(words: ReadonlySet<string>, { terms }: Vocabulary): boolean {
  for (const word of words) if (terms.has(word)) return true;
  return false;
}

function beginsAlike(term: string, { prefixes }: Vocabulary): boolean {
  const isLong = term.length >= PREFIX_LENGTH && !/\d/u.test(term);
  return isLong && prefixes.has(term.slice(0, PREFIX_LENGTH));
}
