import type { Candidate } from './list-candidates.ts';
import {
  measureSentences,
  SENTENCE_SIGNALS,
  type MeasuredSentence,
  type SentenceSignal,
} from './measure-sentences.ts';
import type { ReadQuestion } from './read-question.ts';
import { SENTENCE_MODEL } from './sentence-model.ts';

export interface ScoredSentence extends MeasuredSentence {
  /** By how much it is likelier to answer than another, as log odds; only differences mean anything. */
  readonly score: number;
}

/** Scores every sentence for the question, best first; ties go to the better chunk, then to the earlier sentence. */
export function scoreSentences(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): readonly ScoredSentence[] {
  const { coefficients } = SENTENCE_MODEL;
  return rankMeasured(measureSentences(question, chunks), (name) => coefficients[name]);
}

export function rankMeasured(
  sentences: readonly MeasuredSentence[],
  coefficientOf: (name: SentenceSignal) => number,
): readonly ScoredSentence[] {
  return sentences
    .map((measured) => {
      const parts = SENTENCE_SIGNALS.map((name) => coefficientOf(name) * measured.signals[name]);
      return { ...measured, score: parts.reduce((sum, part) => sum + part, 0) };
    })
    .toSorted(compareScored);
}

function compareScored(left: ScoredSentence, right: ScoredSentence): number {
  return (
    right.score - left.score ||
    left.candidate.chunk.marker - right.candidate.chunk.marker ||
    left.candidate.start - right.candidate.start
  );
}
