import { nextRandom } from '../../core/statistics/next-random.ts';

/** Draws that a seed gives again. */
export interface Seeded {
  whole(minimum: number, maximum: number): number;
  one<Value>(values: readonly [Value, ...Value[]]): Value;
  /** A name that no document has, like `Tolverin`. */
  name(): string;
  /** A mark that nobody says by chance, like `QX-48213-K`. */
  mark(): string;
}

const STARTS = ['Tol', 'Bra', 'Quen', 'Mer', 'Dra', 'Sil', 'Vor', 'Hal', 'Pen', 'Gri'] as const;
const MIDDLES = ['ve', 'ni', 'lo', 'ra', 'mi', 'du', 'ka', 'so'] as const;
const ENDS = ['rin', 'dale', 'mark', 'well', 'thorn', 'by', 'stead', 'lock'] as const;
const LETTERS = ['K', 'W', 'X', 'Z', 'Q', 'J'] as const;

export function createSeeded(seed: number): Seeded {
  let state = seed;
  const next = () => {
    const drawn = nextRandom(state);
    state = drawn.seed;
    return drawn.value;
  };
  const whole = (minimum: number, maximum: number) =>
    minimum + Math.floor(next() * (maximum - minimum + 1));
  const one: Seeded['one'] = (values) => values[whole(0, values.length - 1)] ?? values[0];
  return {
    whole,
    one,
    name: () => one(STARTS) + one(MIDDLES) + one(MIDDLES) + one(ENDS),
    mark: () => `${one(LETTERS)}${one(LETTERS)}-${whole(10_000, 99_999)}-${one(LETTERS)}`,
  };
}
