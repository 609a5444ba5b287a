import { nextRandom } from '../../core/statistics/next-random.ts';
import { sumOf } from '../../core/statistics/sum-of.ts';
import { answerWords } from '../../core/text/normalize-answer.ts';
import { tokenF1 } from '../../core/text/token-f1.ts';

/** A question with what the baseline has of it, two answers or more, and the answer of this round. */
export interface ComparedQuestion {
  readonly baseline: readonly string[];
  readonly answer: string;
}

export interface AnswerComparison {
  /** Questions whose answer the baseline never gave, word for word. */
  readonly changed: number;
  /** Mean distance of the answers from the baseline's, 0 to 1. */
  readonly distance: number;
  /** The same among the baseline's own answers. */
  readonly ownDistance: number;
  readonly pValue: number;
}

/** Above this nothing is said to have changed: one false alarm in a thousand rounds, also for ten models one in a hundred. */
export const ALPHA = 0.001;
const PERMUTATIONS = 9_999;
/** With so many that lie as far, there is nothing to be found any more. */
const STOP_AT = 20;
const SEED = 20_261;
/** Sums of the same numbers in another order may differ by their last bits. */
const TOLERANCE = 1e-9;

/**
 * A permutation test (R. A. Fisher, 1935; P. Good, Permutation Tests, 2000). While nothing has changed, the answer of
 * this round and those of the baseline could be exchanged, question by question: any of them is as likely as any other
 * to be the one that lies farthest from the rest. So the false alarms are at most `ALPHA`, however much a model
 * rewords its answers by itself. Drawing ends early where nothing is to be found (J. Besag and P. Clifford,
 * Biometrika, 1991). Deterministic.
 */
export function compareAnswers(questions: readonly ComparedQuestion[]): AnswerComparison {
  const compared = questions.map(({ baseline, answer }) => measure([...baseline, answer]));
  const observed = sumOf(compared.map(({ fromRest }) => fromRest.at(-1) ?? 0));
  return {
    changed: compared.filter(({ isNew }) => isNew).length,
    distance: mean(compared.map(({ fromRest }) => fromRest.at(-1) ?? 0)),
    ownDistance: mean(compared.map(({ own }) => own)),
    pValue: drawPValue(compared, observed),
  };
}

function drawPValue(
  compared: readonly { readonly fromRest: readonly number[] }[],
  observed: number,
): number {
  let seed = SEED;
  let asFar = 0;
  for (let drawn = 1; drawn <= PERMUTATIONS; drawn += 1) {
    let total = 0;
    for (const { fromRest } of compared) {
      const draw = nextRandom(seed);
      seed = draw.seed;
      total += fromRest[Math.floor(draw.value * fromRest.length)] ?? 0;
    }
    if (total >= observed - TOLERANCE) asFar += 1;
    if (asFar === STOP_AT) return asFar / drawn;
  }
  return (asFar + 1) / (PERMUTATIONS + 1);
}

/** 0 for the same words in the same order, 1 for no word in common. */
export function distanceOf(left: string, right: string): number {
  return between(answerWords(left), answerWords(right));
}

function between(left: readonly string[], right: readonly string[]): number {
  if (left.join(' ') === right.join(' ')) return 0;
  // The same words in another order are not the same answer.
  return Math.max(1 - tokenF1(left, right), MIN_DISTANCE);
}

const MIN_DISTANCE = 0.01;

/** The last of the answers is the new one. */
function measure(answers: readonly string[]) {
  const words = answers.map(answerWords);
  const distances = words.map((left) => words.map((right) => between(left, right)));
  const others = answers.length - 1;
  const baseline = distances.slice(0, -1).map((row) => row.slice(0, -1));
  return {
    /** Of each answer, its mean distance from all others. */
    fromRest: distances.map((row) => sumOf(row) / others),
    own: sumOf(baseline.map(sumOf)) / (others * (others - 1)),
    isNew: (distances.at(-1) ?? []).slice(0, -1).every((distance) => distance > 0),
  };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sumOf(values) / values.length;
}
