/** A probability that was given, 0–1, and whether it came true. */
export interface Prediction {
  readonly probability: number;
  readonly isRight: boolean;
  readonly weight: number;
}

/** How well the probabilities tell the right from the wrong: 0.5 is chance, 1 is always. */
export function areaUnderCurve(predicted: readonly Prediction[]): number {
  let wrong = 0;
  let right = 0;
  let area = 0;
  for (const { isRight, weight } of byProbability(predicted)) {
    if (isRight) {
      area += weight * wrong;
      right += weight;
    } else wrong += weight;
  }
  return area / (right * wrong);
}

/** Expected calibration error over bins of equal weight (Naeini, Cooper and Hauskrecht 2015). 0–1. */
export function calibrationError(predicted: readonly Prediction[], binCount: number): number {
  const total = predicted.reduce((sum, { weight }) => sum + weight, 0);
  const gaps = new Float64Array(binCount);
  let passed = 0;
  for (const { probability, isRight, weight } of byProbability(predicted)) {
    const bin = Math.min(binCount - 1, Math.floor(((passed + weight / 2) / total) * binCount));
    gaps[bin] = (gaps[bin] ?? 0) + weight * (probability - Number(isRight));
    passed += weight;
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / total;
}

/**
 * The middle 95 % of a figure over samples drawn with replacement (Efron 1979). `random` gives numbers in [0, 1).
 */
export function bootstrapInterval<Item>(
  items: readonly Item[],
  measure: (sample: readonly Item[]) => number,
  random: () => number,
): readonly [lowest: number, highest: number] {
  const figures = Array.from({ length: SAMPLES }, () =>
    measure(items.flatMap(() => items[Math.floor(random() * items.length)] ?? [])),
  ).toSorted((left, right) => left - right);
  return [figures[Math.floor(SAMPLES * 0.025)] ?? 0, figures[Math.floor(SAMPLES * 0.975)] ?? 0];
}

const SAMPLES = 2_000;

/**
 * What a calibration error would be on average if every probability were exactly right: with few cases per bin, chance
 * alone makes a good part of it.
 */
export function errorByChance(
  predicted: readonly Prediction[],
  binCount: number,
  random: () => number,
): number {
  let sum = 0;
  for (let round = 0; round < SAMPLES; round += 1) {
    const drawn = predicted.map((one) => ({ ...one, isRight: random() < one.probability }));
    sum += calibrationError(drawn, binCount);
  }
  return sum / SAMPLES;
}

function byProbability(predicted: readonly Prediction[]): readonly Prediction[] {
  return predicted.toSorted((left, right) => left.probability - right.probability);
}
