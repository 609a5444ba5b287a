import type { VocabularyTerm } from '../../../db/queries/find-terms-like.ts';
import { editDistance } from './edit-distance.ts';

export interface SimilarTerm extends VocabularyTerm {
  readonly distance: number;
}

/** Shorter terms have too many neighbours, and who mistypes one mistypes its beginning least. */
const MIN_LETTERS = 5;
const PREFIX_LETTERS = 2;
/** From so many letters on, two may be wrong. */
const LONG = 9;

/** Where to look for what was meant; null for what is not a word: numbers, identifiers, what is too short. */
export function similarTermsWanted(
  term: string,
): { readonly prefix: string; readonly minLength: number; readonly maxLength: number } | null {
  if (!/^\p{L}+$/u.test(term) || term.length < MIN_LETTERS) return null;
  const slack = mostWrong(term);
  return {
    prefix: term.slice(0, PREFIX_LETTERS),
    minLength: term.length - slack,
    maxLength: term.length + slack,
  };
}

/** Those that may have been meant: the nearest first, and of equally near ones what stands in most chunks. */
export function rankSimilar(
  term: string,
  vocabulary: readonly VocabularyTerm[],
): readonly SimilarTerm[] {
  const limit = mostWrong(term);
  return vocabulary
    .map((known) => ({ ...known, distance: editDistance(term, known.term, limit) }))
    .filter(({ distance }) => distance <= limit)
    .toSorted(
      (left, right) =>
        left.distance - right.distance ||
        right.holderCount - left.holderCount ||
        (left.term < right.term ? -1 : 1),
    );
}

function mostWrong(term: string): number {
  return term.length < LONG ? 1 : 2;
}
