/** A choice among options, or none of them. */
export interface ChoiceRow {
  readonly weight: number;
  readonly options: readonly {
    readonly values: readonly number[];
    readonly isRight: boolean;
  }[];
}

interface FittedChoices {
  readonly intercept: number;
  readonly coefficients: readonly number[];
}

const ROUNDS = 400;
const RATE = 0.1;
const RIDGE = 2e-3;

/**
 * A conditional logit (D. McFadden, 1974) in which the choice of none scores 0: maximum likelihood by Adam,
 * with a ridge. Where several options are right, their probabilities add up.
 */
export function fitChoices(rows: readonly ChoiceRow[]): FittedChoices {
  const width = rows.find(({ options }) => options.length > 0)?.options[0]?.values.length ?? 0;
  const slopes = new Float64Array(width + 1);
  const momentum = new Float64Array(width + 1);
  const spread = new Float64Array(width + 1);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = derive(rows, slopes);
    for (let at = 0; at <= width; at += 1) {
      const slope =
        (gradient[at] ?? 0) / rows.length + (at < width ? RIDGE * (slopes[at] ?? 0) : 0);
      momentum[at] = 0.9 * (momentum[at] ?? 0) + 0.1 * slope;
      spread[at] = 0.999 * (spread[at] ?? 0) + 0.001 * slope * slope;
      const step = (momentum[at] ?? 0) / (1 - 0.9 ** round);
      const scale = Math.sqrt((spread[at] ?? 0) / (1 - 0.999 ** round)) + 1e-8;
      slopes[at] = (slopes[at] ?? 0) - (RATE * step) / scale;
    }
  }
  return { intercept: slopes[width] ?? 0, coefficients: [...slopes.subarray(0, width)] };
}

/** Of each option; what is missing from 1 is the probability of none. */
export function probabilitiesOf(
  { intercept, coefficients }: FittedChoices,
  { options }: ChoiceRow,
): readonly number[] {
  const scores = options.map(({ values }) =>
    values.reduce((sum, value, at) => sum + value * (coefficients[at] ?? 0), intercept),
  );
  const top = Math.max(0, ...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = Math.exp(-top) + weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Of the negative log likelihood; the last place is the intercept. */
function derive(rows: readonly ChoiceRow[], slopes: Float64Array): Float64Array {
  const width = slopes.length - 1;
  const gradient = new Float64Array(slopes.length);
  const model = { intercept: slopes[width] ?? 0, coefficients: [...slopes.subarray(0, width)] };
  for (const row of rows) {
    const chances = probabilitiesOf(model, row);
    const right = row.options.reduce(
      (sum, { isRight }, at) => sum + (isRight ? (chances[at] ?? 0) : 0),
      0,
    );
    for (const [at, { values, isRight }] of row.options.entries()) {
      const chance = chances[at] ?? 0;
      const pull = row.weight * (chance - (isRight && right > 0 ? chance / right : 0));
      for (const [place, value] of values.entries()) {
        gradient[place] = (gradient[place] ?? 0) + pull * value;
      }
      gradient[width] = (gradient[width] ?? 0) + pull;
    }
  }
  return gradient;
}
