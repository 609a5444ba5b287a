/** Draws from one source of random numbers, so that a seed gives the same again. */
export interface Draw {
  chance(probability: number): boolean;
  whole(minimum: number, maximum: number): number;
  one<Value>(values: readonly [Value, ...Value[]]): Value;
  /** Any of them, in any order; perhaps none. */
  some<Value>(values: readonly Value[]): readonly Value[];
}

export function drawFrom(random: () => number): Draw {
  const whole = (minimum: number, maximum: number) =>
    minimum + Math.floor(random() * (maximum - minimum + 1));
  return {
    chance: (probability) => random() < probability,
    whole,
    one: (values) => values[whole(0, values.length - 1)] ?? values[0],
    some: (values) =>
      values
        .filter(() => random() < 0.5)
        .map((value) => ({ value, place: random() }))
        .toSorted((left, right) => left.place - right.place)
        .map(({ value }) => value),
  };
}
