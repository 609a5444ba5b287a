import type { Tree } from '../../core/statistics/trees.ts';
import {
  SENTENCE_SIGNALS,
  type MeasuredSentence,
} from '../../server/generation/measure-sentences.ts';
import {
  listLinearValues,
  listTreeValues,
  scoreLinearly,
  type SentenceModel,
} from '../../server/generation/score-sentences.ts';
import { fitLogistic, type WeightedRow } from '../fit-logistic.ts';
import { boostTrees, type Gradients, type TreeSize } from '../fit-trees.ts';

/** The sentences that were found for a question, and for each whether it answers. */
export interface RankedQuestion {
  readonly sentences: readonly MeasuredSentence[];
  readonly isRight: readonly boolean[];
}

const SIZE: TreeSize = { trees: 120, levels: 3 };
/** Newton's method divides by it. */
const LEAST_CURVE = 1e-6;

/** Questions of which no sentence answers, or all do, teach nothing. */
export function fitRanker(given: readonly RankedQuestion[]): SentenceModel {
  const questions = given.filter(
    ({ isRight }) => isRight.includes(true) && isRight.includes(false),
  );
  const coefficients = fitPairs(questions);
  return { coefficients, trees: { base: 0, trees: fitCorrections(questions, coefficients) } };
}

/** By pairs of a sentence that answers and one that does not; each question counts the same (Burges et al. 2005). */
function fitPairs(questions: readonly RankedQuestion[]): SentenceModel['coefficients'] {
  const pairs = questions.flatMap(({ sentences, isRight }) => {
    const right = sentences.filter((_, at) => isRight[at]);
    const wrong = sentences.filter((_, at) => isRight[at] === false);
    const weight = 1 / (right.length * wrong.length);
    return right.map(listLinearValues).flatMap((better) =>
      wrong.map(listLinearValues).map((worse) => ({
        values: better.map((value, at) => value - (worse[at] ?? 0)),
        weight,
      })),
    );
  });
  // Every other pair is turned round, so that there are as many of either kind.
  const rows = pairs.map(({ values, weight }, at): WeightedRow => {
    const isPositive = at % 2 === 0;
    return { values: isPositive ? values : values.map((value) => -value), isPositive, weight };
  });
  const { coefficients } = fitLogistic(rows);
  const named = SENTENCE_SIGNALS.map((name, at) => [name, coefficients[at] ?? 0] as const);
  // Every signal has a coefficient.
  return Object.fromEntries(named) as SentenceModel['coefficients'];
}

/** Trees that go on from the linear scores, for the chance that one of the sentences that answer is drawn by softmax. */
function fitCorrections(
  questions: readonly RankedQuestion[],
  coefficients: SentenceModel['coefficients'],
): readonly Tree[] {
  const linear = questions.map(({ sentences }) => scoreLinearly(sentences, coefficients));
  const rows = questions.flatMap(({ sentences }, at) =>
    listTreeValues(sentences, linear[at] ?? []).map((values) => ({ values })),
  );
  const scores = Float64Array.from(linear.flat());
  return boostTrees(rows, {
    size: SIZE,
    scores,
    measure: () => measureDraws(questions, scores),
  });
}

function measureDraws(questions: readonly RankedQuestion[], scores: Float64Array): Gradients {
  const first = new Float64Array(scores.length);
  const second = new Float64Array(scores.length);
  let begin = 0;
  for (const { isRight } of questions) {
    const own = scores.subarray(begin, begin + isRight.length);
    const best = Math.max(...own);
    const odds = own.map((score) => Math.exp(score - best));
    let [all, right] = [0, 0];
    for (const [at, one] of odds.entries()) {
      all += one;
      if (isRight[at] === true) right += one;
    }
    for (const [at, one] of odds.entries()) {
      const chance = one / all;
      first[begin + at] = chance - (isRight[at] === true ? one / right : 0);
      second[begin + at] = Math.max(chance * (1 - chance), LEAST_CURVE);
    }
    begin += isRight.length;
  }
  return { first, second };
}
