import type { Language } from '../../../contract/language.ts';
import type { Message } from '../../../contract/retrieval.ts';
import { extractTermOccurrences } from '../../../core/text/terms.ts';
import { isCourtesy } from './is-courtesy.ts';
import { readWords } from './read-words.ts';
import { saysTopic } from './topic-words.ts';

/** A term that an earlier question lends to one that leans on it. */
export interface LentTerm {
  readonly term: string;
  readonly surface: string;
  readonly weight: number;
  /** The first term of the same word, where this one is the word in another language. */
  readonly formOf: string | null;
}

/** What the question before lends counts less than the question's own words, and one further back less again. */
const LENT_WEIGHT = 0.5;
const MAX_STEPS_BACK = 3;
/** With so many words of its own topic a question stands alone, however it begins and whatever it points at. */
const STANDS_ALONE = 4;
/** After so many, a pronoun means what the question itself has named: “Do contractors get paid when they are ill?” */
const NAMED_BEFORE = 2;

const CONTINUES = /^\s*(?:and|but|or|so|then|also|(?:what|how) about)\b/iu;
const FINITE =
  /\b(?:am|is|are|was|were|do|does|did|can|could|may|must|shall|should|will|would|has|have|had)\b/iu;
/** “For part-timers?”, “How much in Rome?” */
const FRAGMENT =
  /^\s*(?:how\s+\p{L}+|why|when|where|who|which|what)?\s*(?:in|for|at|to|with|from|on|by|per|after|before|during|without|under)\b/iu;
/** An “it” that stands for nothing: “is it allowed to …”, “how long does it take to …”. In capitals it is a department. */
const EMPTY_IT =
  /\b(?:[Ii]s|[Ww]as)\s+it\s+\p{L}+\s+(?:to|that|for|if)\b|\b[Ii]t\s+(?:is|was)\s+\p{L}+\s+(?:to|that|for)\b|\bit\s+(?:takes?|costs?)\s+(?:\p{L}+\s+)?to\b/gu;
const PRONOUN =
  /\b(?:it|[Ii]ts|[Tt]hey|[Tt]hem|[Tt]heirs?|[Hh]e|[Hh]im|[Hh]is|[Ss]he|[Hh]ers?)\b|^\s*It\b/u;
/** “that” points where it is no conjunction: first, last, or after a verb or a preposition. */
const POINTER =
  /\b(?:that|this|such a)\s+(?:case|one|situation|event)\b|\bthe\s+(?:same|former|latter|other one)\b|(?:^\s*|\b(?:is|are|was|does|did|do|can|could|will|would|should|about|for|of|from|with|after|before|like|than|on|to|at|in|by|if|when|why|how|and|or|what)\s+)(?:that|this|those|these)\b(?!\s+(?:year|month|week|quarter|morning|day|days|company|bank)s?\b)|\b(?:that|this|those|these)\s*[?.!]*\s*$/iu;

/** The earlier questions that a question leans on, the last one first; none where it stands alone. */
export function findLeanedOn(question: string, history: readonly Message[]): readonly string[] {
  const earlier = history
    .filter(({ role, content }) => role === 'user' && !isCourtesy(content))
    .map(({ content }) => content);
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

/** The words of those questions that say what they are about, where the question itself does not hold them. */
export function lendTerms(
  own: { has(term: string): boolean },
  leanedOn: readonly string[],
  languages: readonly Language[],
): readonly LentTerm[] {
  const lent = new Map<string, LentTerm>();
  for (const [index, question] of leanedOn.entries()) {
    const weight = LENT_WEIGHT ** (index + 1);
    for (const { terms, surface, isStopWord } of readWords(question, languages)) {
      const [first] = terms;
      if (isStopWord || own.has(first) || lent.has(first) || !saysTopic(first)) continue;
      for (const term of terms.filter((form) => !own.has(form) && !lent.has(form))) {
        lent.set(term, { term, surface, weight, formOf: term === first ? null : first });
      }
    }
  }
  return [...lent.values()];
}

/** Whether a question is understood only after the one before it. */
function leansBack(question: string): boolean {
  if (isCourtesy(question)) return false;
  const own = countTopicWords(question);
  if (own === 0) return true;
  if (own >= STANDS_ALONE) return false;
  if (CONTINUES.test(question)) return true;
  if (FRAGMENT.test(question) && !FINITE.test(question)) return true;
  return pointsBack(question);
}

/** Whether a pronoun of the question stands for something that it does not name itself. */
export function pointsBack(question: string): boolean {
  const telling = question.replace(EMPTY_IT, '');
  if (POINTER.test(telling)) return true;
  const pronoun = PRONOUN.exec(telling);
  return pronoun !== null && countTopicWords(telling.slice(0, pronoun.index)) < NAMED_BEFORE;
}

/** How many different words tell what a text is about. */
export function countTopicWords(text: string): number {
  const terms = extractTermOccurrences(text).map(({ term }) => term);
  return new Set(terms.filter(saysTopic)).size;
}
