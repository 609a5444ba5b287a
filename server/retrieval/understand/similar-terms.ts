import type { Language } from '../../../contract/language.ts';
import { stemWord } from '../../../core/text/stem-word.ts';
import type { VocabularyTerm } from '../../../db/queries/find-terms-like.ts';
import { rarityOf } from '../../../platform/word-rarity.ts';
import { editDistance } from './edit-distance.ts';

/** A word that stands in nothing that was searched. */
export interface TypedWord {
  /** As it was typed, in lower case. */
  readonly surface: string;
  /** What the index would hold of it, in one of the languages. */
  readonly term: string;
  readonly language: Language;
}

export interface SimilarTerm extends VocabularyTerm {
  /** Between the terms; null where they are too far apart. */
  readonly betweenTerms: number | null;
  /** Of the two terms, or of the word and a form that the other's words may have. */
  readonly distance: number;
}

/** Shorter words have too many neighbours, and who mistypes one mistypes its beginning least. */
const MIN_LETTERS = 5;
const MIN_TERM_LETTERS = 3;
const PREFIX_LETTERS = 2;
/** From so many letters on, two may be wrong. */
const LONG = 9;
/** What English words have behind what the index holds of them. */
const ENDINGS =
  'e s es ed ing er ers or al ally ly ion ions ation ations ional ity ities ness ment ments able ible ance ence ant ent ive ism ist ful less ous'.split(
    ' ',
  );
const MAX_OWN_ENDING = 5;

/** Where to look for what was meant; null for what is not a word: numbers, identifiers, what is too short. */
export function similarTermsWanted({ surface, term }: Pick<TypedWord, 'surface' | 'term'>): {
  readonly prefix: string;
  readonly minLength: number;
  readonly maxLength: number;
} | null {
  const areWords = [surface, term].every((word) => /^\p{L}+$/u.test(word));
  if (!areWords || surface.length < MIN_LETTERS) return null;
  return {
    prefix: term.slice(0, PREFIX_LETTERS),
    // An ending is half of a word at most: “sick” in “sickness”.
    minLength: Math.max(MIN_TERM_LETTERS, Math.floor(surface.length / 2)),
    maxLength: surface.length + mostWrong(surface),
  };
}

/**
 * Those that may have been meant: the nearest first, and of equally near ones what stands in most chunks. The index
 * holds no endings, so a mistyped word with one is compared with what its own, or a usual one, makes of a term.
 */
export function rankSimilar(
  word: TypedWord,
  vocabulary: readonly VocabularyTerm[],
): readonly SimilarTerm[] {
  return vocabulary
    .flatMap((known) => {
      const betweenTerms = compareTerms(word.term, known.term);
      const distance = Math.min(betweenTerms ?? Infinity, distanceToForms(word, known.term));
      return distance === Infinity ? [] : [{ ...known, betweenTerms, distance }];
    })
    .toSorted(
      (left, right) =>
        left.distance - right.distance ||
        right.holderCount - left.holderCount ||
        (left.term < right.term ? -1 : 1),
    );
}

/** How far a word that may be mistyped is from one of a text; null where that is too far. */
export function compareWords(surface: string, written: string): number | null {
  // A word that is one by itself is no slip for another: “tests” does not mean “texts”.
  const isOwnWord = rarityOf(surface) < 1;
  const isShort = Math.min(surface.length, written.length) < MIN_LETTERS;
  return isOwnWord || isShort ? null : within(surface, written);
}

function compareTerms(term: string, known: string): number | null {
  return term.length < MIN_LETTERS ? null : within(term, known);
}

function distanceToForms({ surface, language }: TypedWord, known: string): number {
  const most = mostWrong(surface);
  const beginning = surface.slice(0, known.length);
  if (editDistance(beginning, known, 2 * most) > 2 * most) return Infinity;
  const distances = formsOf(known, surface, language).flatMap((form) => {
    const distance = compareWords(surface, form);
    const isForm = distance !== null && (form === known || stemWord(form, language) === known);
    return isForm ? [distance] : [];
  });
  return Math.min(Infinity, ...distances);
}

/** Words that the index may hold as that term. */
function formsOf(known: string, surface: string, language: Language): readonly string[] {
  const tails = Array.from({ length: MAX_OWN_ENDING }, (_, at) => surface.slice(-1 - at));
  const endings = language === 'en' ? [...tails, ...ENDINGS] : tails;
  const inY = known.endsWith('i') ? [`${known.slice(0, -1)}y`] : [];
  return [known, ...inY, ...endings.map((ending) => known + ending)];
}

function within(left: string, right: string): number | null {
  const most = mostWrong(left);
  const distance = editDistance(left, right, most);
  return distance > most ? null : distance;
}

function mostWrong(word: string): number {
  return word.length < LONG ? 1 : 2;
}
