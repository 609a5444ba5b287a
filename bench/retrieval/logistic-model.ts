/** What is known of a case: its signals, in a fixed order, whether it came true, and what it counts for. */
export interface WeightedCase {
  readonly signals: readonly number[];
  readonly isRight: boolean;
  readonly weight: number;
}

export interface LogisticModel {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const ROUNDS = 4_000;
const STEP = 0.5;
const RIDGE = 1e-3;

/** Logistic regression by gradient descent on standardised signals, with a ridge. */
export function trainLogistic(given: readonly WeightedCase[]): LogisticModel {
  const width = given[0]?.signals.length ?? 0;
  const total = given.reduce((sum, { weight }) => sum + weight, 0);
  const places = Array.from({ length: width }, (_, at) => at);
  const means = places.map((at) => weightedMean(given, (one) => one.signals[at] ?? 0));
  const spreads = places.map(
    (at) =>
      Math.sqrt(weightedMean(given, (one) => ((one.signals[at] ?? 0) - (means[at] ?? 0)) ** 2)) ||
      1,
  );
  const scaled = given.map(({ signals, isRight, weight }) => ({
    values: signals.map((value, at) => (value - (means[at] ?? 0)) / (spreads[at] ?? 1)),
    target: Number(isRight),
    weight: weight / total,
  }));
  const slopes = places.map(() => 0);
  let offset = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = slopes.map((slope) => RIDGE * slope);
    let offsetGradient = 0;
    for (const { values, target, weight } of scaled) {
      const error = weight * (sigmoid(weigh(values, slopes) + offset) - target);
      offsetGradient += error;
      for (const [at, value] of values.entries())
        gradient[at] = (gradient[at] ?? 0) + error * value;
    }
    for (const at of places) slopes[at] = (slopes[at] ?? 0) - STEP * (gradient[at] ?? 0);
    offset -= STEP * offsetGradient;
  }
  const coefficients = slopes.map((slope, at) => slope / (spreads[at] ?? 1));
  return { intercept: offset - weigh(means, coefficients), coefficients };
}

/** 0–1. */
export function predict({ intercept, coefficients }: LogisticModel, signals: readonly number[]) {
  return sigmoid(intercept + weigh(signals, coefficients));
}

function weightedMean(
  given: readonly WeightedCase[],
  valueOf: (one: WeightedCase) => number,
): number {
  const total = given.reduce((sum, { weight }) => sum + weight, 0);
  return given.reduce((sum, one) => sum + one.weight * valueOf(one), 0) / total;
}

function weigh(values: readonly number[], weights: readonly number[]): number {
  return values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
