import { answerWords } from '../../core/text/normalize-answer.ts';
import { tokenF1 } from '../../core/text/token-f1.ts';
import { extractTerms } from '../../core/text/terms.ts';

/** How an answer compares with those that are accepted: of each measure, the best of them. */
export interface AnswerScores {
  /** The same words in the same order. */
  readonly exact: boolean;
  /** The harmonic mean of precision and recall over words (Rajpurkar et al., 2016). */
  readonly tokenF1: number;
  /** The words of an accepted answer stand in it, one behind the other. */
  readonly contains: boolean;
  /**
   * It contains an accepted answer or, since nobody says a whole sentence in the same words, it has every number of a
   * long one and most of its other words.
   */
  readonly matches: boolean;
}

/** Accepted answers of more words are long. */
const FEW_WORDS = 6;
/** Of the terms of an accepted answer. */
const MOST = 0.7;

/** Whether one of the texts stands in the answer, word for word. */
export function containsAny(answer: string, texts: readonly string[]): boolean {
  const said = answerWords(answer);
  return texts.some((text) => holdsInOrder(said, answerWords(text)));
}

export function scoreAnswer(answer: string, accepted: readonly string[]): AnswerScores {
  const said = answerWords(answer);
  const saidTerms = new Set(extractTerms(answer));
  const wanted = accepted.map((text) => ({ words: answerWords(text), terms: extractTerms(text) }));
  return {
    exact: wanted.some(({ words }) => words.join(' ') === said.join(' ')),
    tokenF1: Math.max(0, ...wanted.map(({ words }) => tokenF1(said, words))),
    contains: wanted.some(({ words }) => holdsInOrder(said, words)),
    matches: wanted.some(
      ({ words, terms }) =>
        holdsInOrder(said, words) ||
        (words.length > FEW_WORDS && holdsNumbers(said, words) && holdsMost(saidTerms, terms)),
    ),
  };
}

function holdsInOrder(said: readonly string[], wanted: readonly string[]): boolean {
  return wanted.length > 0 && ` ${said.join(' ')} `.includes(` ${wanted.join(' ')} `);
}

function holdsNumbers(said: readonly string[], wanted: readonly string[]): boolean {
  const words = new Set(said);
  return wanted.filter((word) => /\d/u.test(word)).every((word) => words.has(word));
}

function holdsMost(said: ReadonlySet<string>, wanted: readonly string[]): boolean {
  const terms = [...new Set(wanted)];
  if (terms.length === 0) return false;
  return terms.filter((term) => said.has(term)).length / terms.length >= MOST;
}
