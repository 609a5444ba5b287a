export interface WeightedRow {
  readonly values: readonly number[];
  readonly isPositive: boolean;
  readonly weight: number;
}

export interface Fitted {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const ROUNDS = 30;
const RIDGE = 1e-3;
/** Nearly separable data would send Newton's method far off. */
const LONGEST_STEP = 1;

/** Logistic regression by Newton's method on standardised values, with a ridge. */
export function fitLogistic(rows: readonly WeightedRow[]): Fitted {
  const width = rows[0]?.values.length ?? 0;
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const means = new Float64Array(width);
  const spreads = new Float64Array(width);
  forEachValue(
    rows,
    (at, value, weight) => (means[at] = (means[at] ?? 0) + (weight / total) * value),
  );
  forEachValue(rows, (at, value, weight) => {
    spreads[at] = (spreads[at] ?? 0) + (weight / total) * (value - (means[at] ?? 0)) ** 2;
  });
  const scales = spreads.map((spread) => Math.sqrt(spread) || 1);
  const scaled = rows.map(({ values, isPositive, weight }) => ({
    values: Float64Array.from([
      ...values.map((value, at) => (value - (means[at] ?? 0)) / (scales[at] ?? 1)),
      1,
    ]),
    target: Number(isPositive),
    weight: weight / total,
  }));
  const slopes = new Float64Array(width + 1);
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = solve(...derive(scaled, slopes));
    const longest = Math.max(...step.map(Math.abs));
    const share = Math.min(1, LONGEST_STEP / longest);
    for (const [at, change] of step.entries()) slopes[at] = (slopes[at] ?? 0) - share * change;
    if (longest < 1e-7) break;
  }
  const coefficients = Array.from(means, (_, at) => (slopes[at] ?? 0) / (scales[at] ?? 1));
  const shift = coefficients.reduce((sum, slope, at) => sum + slope * (means[at] ?? 0), 0);
  return { intercept: (slopes[width] ?? 0) - shift, coefficients };
}

interface Scaled {
  readonly values: Float64Array;
  readonly target: number;
  readonly weight: number;
}

/** Gradient and Hessian of the loss; the last place is the intercept, which the ridge leaves alone. */
function derive(
  rows: readonly Scaled[],
  slopes: Float64Array,
): readonly [Float64Array, Float64Array] {
  const size = slopes.length;
  const gradient = new Float64Array(size);
  const hessian = new Float64Array(size * size);
  for (const { values, target, weight } of rows) {
    let logit = 0;
    for (let at = 0; at < size; at += 1) logit += (slopes[at] ?? 0) * (values[at] ?? 0);
    const probability = 1 / (1 + Math.exp(-logit));
    const error = weight * (probability - target);
    const bend = weight * Math.max(probability * (1 - probability), 1e-6);
    for (let at = 0; at < size; at += 1) {
      const value = values[at] ?? 0;
      gradient[at] = (gradient[at] ?? 0) + error * value;
      for (let to = 0; to <= at; to += 1) {
        const place = at * size + to;
        hessian[place] = (hessian[place] ?? 0) + bend * value * (values[to] ?? 0);
      }
    }
  }
  for (let at = 0; at < size - 1; at += 1) {
    gradient[at] = (gradient[at] ?? 0) + RIDGE * (slopes[at] ?? 0);
    hessian[at * size + at] = (hessian[at * size + at] ?? 0) + RIDGE;
  }
  return [gradient, hessian];
}

/** By Cholesky's method; the lower half of the matrix is read. */
function solve(right: Float64Array, matrix: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  const cell = (row: number, column: number) => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = matrix[row * size + column] ?? 0;
      for (let at = 0; at < column; at += 1) rest -= cell(row, at) * cell(column, at);
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(rest, 1e-12)) : rest / cell(column, column);
    }
  }
  const solved = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    let rest = right[row] ?? 0;
    for (let at = 0; at < row; at += 1) rest -= cell(row, at) * (solved[at] ?? 0);
    solved[row] = rest / cell(row, row);
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = solved[row] ?? 0;
    for (let at = row + 1; at < size; at += 1) rest -= cell(at, row) * (solved[at] ?? 0);
    solved[row] = rest / cell(row, row);
  }
  return solved;
}

/** 0–1. */
export function predict({ intercept, coefficients }: Fitted, values: readonly number[]): number {
  const logit = values.reduce((sum, value, at) => sum + value * (coefficients[at] ?? 0), intercept);
  return 1 / (1 + Math.exp(-logit));
}

function forEachValue(
  rows: readonly WeightedRow[],
  visit: (at: number, value: number, weight: number) => void,
): void {
  for (const { values, weight } of rows)
    for (const [at, value] of values.entries()) visit(at, value, weight);
}
