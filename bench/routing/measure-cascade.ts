import {
  measureReasoning,
  readReasoning,
  REASONING_SIGNALS,
} from '../../server/verification/reasoning/measure-reasoning.ts';
import { fitLogistic, predict, type WeightedRow } from '../fit-logistic.ts';
import { createRandom } from '../random.ts';
import type { AnsweredSum } from './read-routing-data.ts';

export interface CascadeMeasure {
  readonly check: string;
  /** Of all questions, those that have to go to the large model for `ENOUGH` of what it gets right. */
  readonly largeCalls: number;
}

/** Of the large model's accuracy. */
const ENOUGH = 0.95;
const FOLDS = 10;
/** Questions are dealt out anew each time, and the shares averaged. */
const DEALS = 5;

/** A draft's signs, in the order of the model, and whether its answer was right. */
export function toReasoningRow({ prompt, weak_answer, weak_correct }: AnsweredSum): WeightedRow {
  const signals = measureReasoning(readReasoning(prompt, weak_answer));
  return {
    values: REASONING_SIGNALS.map((name) => signals[name]),
    isPositive: weak_correct,
    weight: 1,
  };
}

/** The small model first, the large one where the check trusts its draft least; cross-validated by question. */
export function measureCascade(sums: readonly AnsweredSum[]): readonly CascadeMeasure[] {
  const rows = sums.map(toReasoningRow);
  const random = createRandom(5);
  const wrong = REASONING_SIGNALS.indexOf('wrong_calculation');
  const shares = Array.from({ length: DEALS }, (_, deal) =>
    largeCalls(sums, crossValidate(rows, deal)),
  );
  return [
    {
      check: 'random',
      largeCalls: largeCalls(
        sums,
        sums.map(() => random()),
      ),
    },
    {
      check: 'length of the question',
      largeCalls: largeCalls(
        sums,
        sums.map(({ prompt }) => -prompt.length),
      ),
    },
    {
      check: 'calculations alone',
      largeCalls: largeCalls(
        sums,
        rows.map(({ values }) => -(values[wrong] ?? 0)),
      ),
    },
    {
      check: 'reasoning',
      largeCalls: shares.reduce((sum, share) => sum + share, 0) / DEALS,
    },
    {
      check: 'oracle',
      largeCalls: largeCalls(
        sums,
        sums.map(({ weak_correct }) => Number(weak_correct)),
      ),
    },
  ];
}

function crossValidate(rows: readonly WeightedRow[], deal: number): readonly number[] {
  const random = createRandom(11 + deal);
  const folds = rows.map(() => Math.floor(random() * FOLDS));
  const models = Array.from({ length: FOLDS }, (_, fold) =>
    fitLogistic(rows.filter((_row, at) => folds[at] !== fold)),
  );
  return rows.map(({ values }, at) => {
    const model = models[folds[at] ?? 0];
    return model === undefined ? 0 : predict(model, values);
  });
}

/** Drafts are passed on in the order of their scores, the least trusted first. */
function largeCalls(sums: readonly AnsweredSum[], scores: readonly number[]): number {
  const needed = ENOUGH * sums.filter(({ strong_correct }) => strong_correct).length;
  const order = sums
    .map((sum, at) => ({ sum, score: scores[at] ?? 0 }))
    .toSorted((left, right) => left.score - right.score);
  let right = sums.filter(({ weak_correct }) => weak_correct).length;
  let calls = 0;
  for (const { sum } of order) {
    if (right >= needed) break;
    right += Number(sum.strong_correct) - Number(sum.weak_correct);
    calls += 1;
  }
  return calls / sums.length;
}
