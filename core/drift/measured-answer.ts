import { DRIFT_MEASURES, type DriftMeasure } from '../../contract/drift.ts';
import { poolCategories, poolNumbers, type PooledMeasure } from './two-sample.ts';

/** What the measures of drift are read from; null where an answer does not have it. */
export interface MeasuredAnswer {
  readonly task: string | null;
  readonly novelty: number | null;
  readonly familiarWords: number | null;
  readonly questionLength: number;
  readonly confidence: number | null;
  readonly topScore: number | null;
  readonly status: string | null;
  readonly isRefusal: boolean | null;
  readonly verdict: string | null;
  readonly answerLength: number | null;
  readonly model: string | null;
  readonly totalMs: number | null;
  readonly costUsd: number;
  readonly rating: string | null;
}

type Reading =
  | { readonly kind: 'number'; readonly read: (answer: MeasuredAnswer) => number | null }
  | { readonly kind: 'category'; readonly read: (answer: MeasuredAnswer) => string | null };

export const READINGS: Readonly<Record<DriftMeasure, Reading>> = {
  task: { kind: 'category', read: ({ task }) => task },
  novelty: { kind: 'number', read: ({ novelty }) => novelty },
  familiar_words: { kind: 'number', read: ({ familiarWords }) => familiarWords },
  question_length: { kind: 'number', read: ({ questionLength }) => questionLength },
  confidence: { kind: 'number', read: ({ confidence }) => confidence },
  top_score: { kind: 'number', read: ({ topScore }) => topScore },
  status: { kind: 'category', read: ({ status }) => status },
  refusal: { kind: 'category', read: ({ isRefusal }) => toWord(isRefusal) },
  verdict: { kind: 'category', read: ({ verdict }) => verdict },
  answer_length: { kind: 'number', read: ({ answerLength }) => answerLength },
  model: { kind: 'category', read: ({ model }) => model },
  latency: { kind: 'number', read: ({ totalMs }) => totalMs },
  cost: { kind: 'number', read: ({ costUsd }) => costUsd },
  feedback: { kind: 'category', read: ({ rating }) => rating },
};

/** Every measure over the answers of both windows, in the order of `DRIFT_MEASURES`. */
export function poolAnswers(answers: readonly MeasuredAnswer[]): readonly PooledMeasure[] {
  return DRIFT_MEASURES.map((measure) => {
    const reading = READINGS[measure];
    return reading.kind === 'number'
      ? poolNumbers(answers.map(reading.read))
      : poolCategories(answers.map(reading.read));
  });
}

function toWord(value: boolean | null): string | null {
  return value === null ? null : value ? 'yes' : 'no';
}
