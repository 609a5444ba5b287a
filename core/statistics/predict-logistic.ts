/** The coefficients of a logistic model, by the names of its signals. */
interface LogisticModel<Signal extends string> {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<Signal, number>>;
}

/** The probability that a model gives to named signals; they are summed in the order of the names. */
export function predictLogistic<Signal extends string>(
  { intercept, coefficients }: LogisticModel<Signal>,
  names: readonly Signal[],
  signals: Readonly<Record<Signal, number>>,
): number {
  const logit = names.reduce<number>(
    (sum, name) => sum + coefficients[name] * signals[name],
    intercept,
  );
  return 1 / (1 + Math.exp(-logit));
}
