import { predictLogistic } from '../../core/statistics/predict-logistic.ts';
import { CONFIDENCE_MODEL } from './confidence-model.ts';
import type { ChunkFeatures } from './rerank/chunk-features.ts';
import { findMatches, matchesInTitle, shareHeld } from './rerank/find-matches.ts';
import type { QuestionFeatures } from './rerank/question-features.ts';

export interface ConfidenceInput {
  readonly question: QuestionFeatures;
  /** What was selected, best first. */
  readonly selected: readonly ChunkFeatures[];
  /** BM25 scores of the lexical leg, best first. */
  readonly lexicalScores: readonly number[];
  /** Final scores of all candidates, best first. */
  readonly finalScores: readonly number[];
}

/** What tells whether the right chunk is there; the model's coefficients are in this order. */
export const CONFIDENCE_SIGNALS = [
  'bm25_share',
  'final_lead',
  'question_length',
  'best_title',
  'second_bm25',
] as const;
type ConfidenceSignal = (typeof CONFIDENCE_SIGNALS)[number];

/** The most that one term can score in BM25, in units of its weight (k1 + 1). */
const MAX_TERM_SCORE = 2.2;
const NINTH = 8;

/**
 * The probability that the selected chunks hold what answers the question, by a logistic model of how much of it the
 * best match makes up and how far that stands out (`bench/retrieval/train-confidence.ts`). Closeness and coverage of
 * words are part of the final scores; as signals of their own they made it worse on judged collections. 0 where
 * nothing was selected, or nothing selected holds a word of it.
 */
export function estimateConfidence(input: ConfidenceInput): number {
  const signals = measureSignals(input);
  return signals === null ? 0 : predictLogistic(CONFIDENCE_MODEL, CONFIDENCE_SIGNALS, signals);
}

/** Null where nothing that was selected holds a term of the question. */
export function measureSignals({
  question,
  selected,
  lexicalScores,
  finalScores,
}: ConfidenceInput): Readonly<Record<ConfidenceSignal, number>> | null {
  const { terms, totalWeight } = question;
  const matches = selected.map((chunk) => findMatches(question, chunk));
  if (totalWeight === 0 || matches.flat().length === 0) return null;
  const titles = selected.map((chunk, index) => matchesInTitle(matches[index] ?? [], chunk));
  const [bestLexical = 0] = lexicalScores;
  // Where there are fewer candidates, nothing stands in the best one's way.
  const lexicalShare = (index: number) =>
    bestLexical === 0 ? 0 : (lexicalScores[index] ?? 0) / bestLexical;
  const [bestFinal = 0] = finalScores;
  return {
    bm25_share: bestLexical / (totalWeight * MAX_TERM_SCORE),
    final_lead: bestFinal - (finalScores[NINTH] ?? 0),
    question_length: Math.log(terms.length),
    best_title: Math.max(...titles.map((found) => shareHeld(question, found))),
    second_bm25: lexicalShare(1),
  };
}
