import type { Message } from '../../../contract/retrieval.ts';
import { extractTermOccurrences } from '../../../core/text/terms.ts';

/** A term that an earlier question lends to one that leans on it. */
export interface LentTerm {
  readonly term: string;
  readonly surface: string;
  readonly weight: number;
}

/** With fewer terms than this, a question in a conversation leans on the one before it. */
const MIN_TERMS_TO_STAND_ALONE = 4;
/** With fewer than this, it does when it points back, too. */
const MIN_TERMS_BESIDE_POINTER = 8;
const POINTS_BACK =
  /^\s*(?:and|but|or|so|then|also|what about|how about)\b|\b(?:it|its|they|them|their|theirs|this|that|these|those|he|him|his|she|her|hers|there|one|ones|same|former|latter)\b/i;
/** What the question before lends counts less than the question's own words, and one further back less again. */
const LENT_WEIGHT = 0.5;
const MAX_STEPS_BACK = 3;

/** The earlier questions that a question leans on, the last one first; none where it stands alone. */
export function findLeanedOn(question: string, history: readonly Message[]): readonly string[] {
  const earlier = history.filter(({ role }) => role === 'user').map(({ content }) => content);
  const leanedOn: string[] = [];
  let current = question;
  while (leansBack(current) && leanedOn.length < MAX_STEPS_BACK) {
    const before = earlier.pop();
    if (before === undefined) break;
    leanedOn.push(before);
    current = before;
  }
  return leanedOn;
}

/** The terms of those questions that the question itself does not hold. */
export function lendTerms(
  own: { has(term: string): boolean },
  leanedOn: readonly string[],
): readonly LentTerm[] {
  const lent = new Map<string, LentTerm>();
  for (const [index, question] of leanedOn.entries()) {
    const weight = LENT_WEIGHT ** (index + 1);
    for (const { term, surface } of extractTermOccurrences(question)) {
      if (!own.has(term) && !lent.has(term)) lent.set(term, { term, surface, weight });
    }
  }
  return [...lent.values()];
}

function leansBack(question: string): boolean {
  const count = new Set(extractTermOccurrences(question).map(({ term }) => term)).size;
  if (count < MIN_TERMS_TO_STAND_ALONE) return true;
  return count < MIN_TERMS_BESIDE_POINTER && POINTS_BACK.test(question);
}
