import { predictLogistic } from '../../core/statistics/predict-logistic.ts';
import { ANSWER_MODEL } from './answer-model.ts';
import { creditOf, isNamed, readVocabulary } from './hold-terms.ts';
import type { Candidate } from './list-candidates.ts';
import { weighTerms } from './measure-sentences.ts';
import type { ReadQuestion } from './read-question.ts';
import type { ScoredSentence } from './score-sentences.ts';

/** What tells whether quoted sentences answer the question; the model's coefficients are in this order. */
export const ANSWER_SIGNALS = [
  'quoted_share',
  'held_terms',
  'lead',
  'fit',
  'misfit',
  'verdict',
  'near',
  'rank',
  'confidence',
] as const;
export type AnswerSignals = Readonly<Record<(typeof ANSWER_SIGNALS)[number], number>>;

export interface QuotedAnswer {
  readonly question: ReadQuestion;
  readonly chunks: readonly (readonly Candidate[])[];
  /** All sentences, best first. */
  readonly scored: readonly ScoredSentence[];
  /** Those that are to be quoted. */
  readonly chosen: readonly ScoredSentence[];
  /** How sure retrieval is that it found what was asked, 0 to 1. */
  readonly confidence: number | undefined;
}

/** What retrieval says on average of a question that is answered. */
const ASSUMED_CONFIDENCE = 0.7;
const FOURTH = 3;
/** Log odds have no bounds. */
const LEAST_CONFIDENCE = 0.02;

/** The probability that the sentences answer the question (`bench/answer/train-answers.ts`). */
export function estimateAnswer(quoted: QuotedAnswer): number {
  const signals = measureAnswer(quoted);
  return signals === null ? 0 : predictLogistic(ANSWER_MODEL, ANSWER_SIGNALS, signals);
}

/** Null where there is no sentence. */
export function measureAnswer(quoted: QuotedAnswer): AnswerSignals | null {
  const { question, scored, confidence = ASSUMED_CONFIDENCE } = quoted;
  const [best] = scored;
  if (best === undefined) return null;
  const { fit, misfit, near, rank } = best.signals;
  const sure = Math.min(1 - LEAST_CONFIDENCE, Math.max(LEAST_CONFIDENCE, confidence));
  const place = readVocabulary([...best.candidate.terms, ...best.candidate.contextTerms]);
  return {
    quoted_share: shareQuoted(quoted),
    held_terms: question.terms.filter((term) => creditOf(term, place) > 0).length,
    // Where there are fewer sentences, none stands in its way.
    lead: best.score - (scored[FOURTH]?.score ?? 0),
    fit,
    misfit,
    verdict: Number(question.cue === 'verdict'),
    near,
    rank,
    confidence: Math.log(sure / (1 - sure)),
  };
}

/** How much of the question stands in what is quoted or above it, by weight. */
function shareQuoted({ question, chunks, chosen }: QuotedAnswer): number {
  const weights = weighTerms(question, chunks.flat());
  const quoted = readVocabulary(
    chosen.flatMap(({ candidate }) => [...candidate.terms, ...candidate.contextTerms]),
  );
  let held = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    held += creditOf(term, quoted) * weight;
    total += weight;
  }
  return total === 0 ? 0 : held / total;
}

/** The share of the question's terms that no chunk names, neither by another word for it nor in its headings, 0 to 1. */
export function shareUnnamed(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): number {
  const vocabulary = readVocabulary(
    chunks.flat().flatMap(({ terms, contextTerms }) => [...terms, ...contextTerms]),
  );
  const unnamed = question.terms.filter((term) => !isNamed(term, vocabulary));
  return question.terms.length === 0 ? 1 : unnamed.length / question.terms.length;
}
