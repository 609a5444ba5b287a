import { askTrees, type Trees } from '../../core/statistics/trees.ts';
import type { Candidate } from './list-candidates.ts';
import {
  measureSentences,
  SENTENCE_SIGNALS,
  TREE_SIGNALS,
  type MeasuredSentence,
} from './measure-sentences.ts';
import type { ReadQuestion } from './read-question.ts';
import { SENTENCE_MODEL } from './sentence-model.ts';

export interface ScoredSentence extends MeasuredSentence {
  /** By how much it is likelier to answer than another, as log odds; only differences mean anything. */
  readonly score: number;
}

/** A linear model, and trees that correct it where signals mean something only together. */
export interface SentenceModel {
  readonly coefficients: Readonly<Record<(typeof SENTENCE_SIGNALS)[number], number>>;
  readonly trees: Trees;
}

/** Scores every sentence for the question, best first; ties go to the better chunk, then to the earlier sentence. */
export function scoreSentences(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): readonly ScoredSentence[] {
  return rankMeasured(measureSentences(question, chunks), SENTENCE_MODEL);
}

export function rankMeasured(
  sentences: readonly MeasuredSentence[],
  { coefficients, trees }: SentenceModel,
): readonly ScoredSentence[] {
  const scores = scoreLinearly(sentences, coefficients);
  const values = listTreeValues(sentences, scores);
  return sentences
    .map((measured, at) => ({
      ...measured,
      score: (scores[at] ?? 0) + askTrees(values[at] ?? [], trees),
    }))
    .toSorted(compareScored);
}

export function scoreLinearly(
  sentences: readonly MeasuredSentence[],
  coefficients: SentenceModel['coefficients'],
): readonly number[] {
  const weights = SENTENCE_SIGNALS.map((name) => coefficients[name]);
  return sentences.map((sentence) => {
    const values = listLinearValues(sentence);
    return weights.reduce((sum, weight, at) => sum + weight * (values[at] ?? 0), 0);
  });
}

const LINEAR_PLACES = SENTENCE_SIGNALS.map((name) => TREE_SIGNALS.indexOf(name));

/** The signals of the linear model, in the order of `SENTENCE_SIGNALS`. */
export function listLinearValues({ values }: MeasuredSentence): readonly number[] {
  return LINEAR_PLACES.map((at) => values[at] ?? 0);
}

/** What the trees are asked about: the signals, and how far the linear score stays behind the best one. */
export function listTreeValues(
  sentences: readonly MeasuredSentence[],
  scores: readonly number[],
): readonly (readonly number[])[] {
  const best = Math.max(...scores);
  return sentences.map(({ values }, at) => [...values, (scores[at] ?? 0) - best]);
}

function compareScored(left: ScoredSentence, right: ScoredSentence): number {
  return (
    right.score - left.score ||
    left.candidate.chunk.marker - right.candidate.chunk.marker ||
    left.candidate.start - right.candidate.start
  );
}
