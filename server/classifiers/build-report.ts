import type { ClassifierReport } from '../../contract/classifier.ts';
import { fitTemperature } from '../../core/classify/fit-temperature.ts';
import { sampleEvenly } from '../../core/classify/sample-evenly.ts';
import { toProbabilities } from '../../core/classify/softmax-model.ts';
import type { HeldOutExample, LabelledText } from '../../core/classify/train-text-classifier.ts';

/** What a classifier that had not seen an example said of it. */
interface Guess {
  readonly at: number;
  readonly target: number;
  readonly guess: number;
  readonly probability: number;
  readonly ofTarget: number;
}

type Measured = Omit<
  ClassifierReport,
  'learner' | 'examples' | 'contradictions' | 'training_ms' | 'folds'
>;

export interface MeasuredExamples {
  readonly measured: Measured;
  /** What was said of each example, in their order. */
  readonly guesses: readonly string[];
}

const BINS = 15;
const COVERAGE_STEPS = 20;
const MAX_CONFUSIONS = 50;
const MAX_SUSPECTS = 100;
const MIN_TEMPERATURE = 0.01;
/** So many place one number well enough. */
const CALIBRATED_ON = 2_000;

/** Each fold's probabilities are calibrated on the other folds, so that nothing is measured on what it was fitted to. */
export function measureHeldOut(
  heldOut: readonly HeldOutExample[],
  examples: readonly LabelledText[],
  labels: readonly string[],
): MeasuredExamples {
  const guesses = guess(heldOut);
  const right = guesses.filter(isRight).length;
  const quality = labels.map((label, k) => describeLabel(label, k, guesses));
  const measured = {
    accuracy: share(right, guesses.length),
    macro_f1: quality.reduce((sum, { f1 }) => sum + f1, 0) / labels.length,
    labels: quality,
    confusions: countConfusions(guesses, labels),
    calibration: measureCalibration(guesses, temperatureOf(heldOut)),
    coverage: measureCoverage(guesses),
    suspects: findSuspects(guesses, examples, labels),
  };
  return { measured, guesses: guesses.map((one) => labels[one.guess] ?? '') };
}

function guess(heldOut: readonly HeldOutExample[]): readonly Guess[] {
  const folds = [...new Set(heldOut.map(({ fold }) => fold))];
  const temperatures = new Map(
    folds.map((fold) => {
      const others = heldOut.filter((example) => example.fold !== fold);
      return [fold, temperatureOf(others)];
    }),
  );
  return heldOut.map(({ at, fold, target, scores }) => {
    const probabilities = Float64Array.from(scores);
    toProbabilities(probabilities, temperatures.get(fold) ?? 1);
    let best = 0;
    for (let k = 1; k < probabilities.length; k += 1) {
      if ((probabilities[k] ?? 0) > (probabilities[best] ?? 0)) best = k;
    }
    return {
      at,
      target,
      guess: best,
      probability: probabilities[best] ?? 0,
      ofTarget: probabilities[target] ?? 0,
    };
  });
}

function temperatureOf(heldOut: readonly HeldOutExample[]): number {
  const some = sampleEvenly(heldOut, CALIBRATED_ON);
  return fitTemperature(
    some.map(({ scores, target }) => ({ scores, target, weight: 1 })),
    MIN_TEMPERATURE,
  );
}

function isRight({ target, guess: guessed }: Guess): boolean {
  return target === guessed;
}

function describeLabel(
  label: string,
  k: number,
  guesses: readonly Guess[],
): Measured['labels'][number] {
  const there = guesses.filter(({ target }) => target === k).length;
  const named = guesses.filter(({ guess: guessed }) => guessed === k).length;
  const right = guesses.filter((one) => one.target === k && isRight(one)).length;
  return {
    label,
    examples: there,
    precision: share(right, named),
    recall: share(right, there),
    f1: share(2 * right, named + there),
  };
}

function countConfusions(
  guesses: readonly Guess[],
  labels: readonly string[],
): Measured['confusions'] {
  const counts = new Map<number, number>();
  for (const one of guesses) {
    if (isRight(one)) continue;
    const pair = one.target * labels.length + one.guess;
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([left, more], [right, less]) => less - more || left - right)
    .slice(0, MAX_CONFUSIONS)
    .map(([pair, count]) => ({
      label: labels[Math.floor(pair / labels.length)] ?? '',
      predicted: labels[pair % labels.length] ?? '',
      count,
    }));
}

/** Expected calibration error over bins of equal width (M. P. Naeini et al. 2015). */
function measureCalibration(
  guesses: readonly Guess[],
  temperature: number,
): Measured['calibration'] {
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const inside = guesses.filter(
      ({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === bin,
    );
    const probability = inside.reduce((sum, one) => sum + one.probability, 0);
    return {
      from: bin / BINS,
      to: (bin + 1) / BINS,
      count: inside.length,
      probability: share(probability, inside.length),
      accuracy: share(inside.filter(isRight).length, inside.length),
    };
  });
  const error = bins.reduce(
    (sum, bin) => sum + (bin.count * Math.abs(bin.probability - bin.accuracy)) / guesses.length,
    0,
  );
  // Of an empty bin there is nothing to say, and 0 would be something.
  return { error, temperature, bins: bins.filter(({ count }) => count > 0) };
}

function measureCoverage(guesses: readonly Guess[]): Measured['coverage'] {
  const surest = guesses.toSorted((left, right) => right.probability - left.probability);
  return Array.from({ length: COVERAGE_STEPS }, (_, step) => {
    const coverage = (step + 1) / COVERAGE_STEPS;
    const kept = surest.slice(0, Math.max(1, Math.floor(coverage * surest.length)));
    return {
      coverage,
      min_probability: kept.at(-1)?.probability ?? 0,
      accuracy: share(kept.filter(isRight).length, kept.length),
    };
  });
}

/**
 * Taken for another label with at least the confidence that is usual for that label (confident learning,
 * C. Northcutt et al. 2021).
 */
function findSuspects(
  guesses: readonly Guess[],
  examples: readonly LabelledText[],
  labels: readonly string[],
): Measured['suspects'] {
  const usual = labels.map((_, k) => {
    const own = guesses.filter(({ target }) => target === k);
    return share(
      own.reduce((sum, { ofTarget }) => sum + ofTarget, 0),
      own.length,
    );
  });
  return guesses
    .filter((one) => !isRight(one) && one.probability >= (usual[one.guess] ?? 1))
    .toSorted((left, right) => marginOf(right) - marginOf(left))
    .slice(0, MAX_SUSPECTS)
    .map((one) => ({
      text: examples[one.at]?.text ?? '',
      label: labels[one.target] ?? '',
      predicted: labels[one.guess] ?? '',
      probability: one.probability,
    }));
}

function marginOf({ probability, ofTarget }: Guess): number {
  return probability - ofTarget;
}

/** Between 0 and 1; 0 of nothing. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.min(1, part / whole);
}
