import { describe, expect, it } from 'vitest';
import { compareWindows } from '../../../../core/drift/compare-windows.ts';
import { poolCategories, poolNumbers } from '../../../../core/drift/two-sample.ts';
import { nextRandom } from '../../../../core/statistics/next-random.ts';

const ALPHA = 0.01;

function drawNumbers(count: number, firstSeed: number): number[] {
  let seed = firstSeed;
  return Array.from({ length: count }, () => {
    const next = nextRandom(seed);
    ({ seed } = next);
    return next.value;
  });
}

const toColour = (value: number) => (value < 0.7 ? 'red' : value < 0.9 ? 'green' : 'blue');

describe('two windows', () => {
  it('that are alike raise at most a few alarms in a hundred comparisons', () => {
    const alarms = Array.from({ length: 100 }, (_none, trial) => {
      const numbers = drawNumbers(600, trial * 7_919);
      const measures = [
        poolNumbers(numbers),
        poolNumbers(drawNumbers(600, trial + 1e6)),
        poolCategories(drawNumbers(600, trial + 2e6).map(toColour)),
      ];
      return compareWindows(measures, 100, { alpha: ALPHA, permutations: 199, seed: trial }).p;
    }).filter((p) => p <= ALPHA).length;

    // The chance of more than 6 is 1 in 10,000 where the rate is 1 %.
    expect(alarms).toBeLessThanOrEqual(6);
  });

  it('differ in the measure that moved, and in no other', () => {
    const steady = poolNumbers(drawNumbers(1_000, 1));
    const moved = poolNumbers(
      drawNumbers(1_000, 2).map((value, row) => (row >= 800 && row % 5 === 0 ? 2 : value)),
    );
    const { p, adjusted } = compareWindows([steady, moved], 200, { alpha: ALPHA });

    expect(p).toBeLessThanOrEqual(ALPHA);
    expect(adjusted[1]).toBeLessThanOrEqual(ALPHA);
    expect(adjusted[0]).toBeGreaterThan(ALPHA);
  });

  it('differ when a value takes a tenth of the shares', () => {
    const colours = drawNumbers(2_500, 3).map((value, row) =>
      row >= 2_000 && row % 10 === 0 ? 'blue' : toColour(value),
    );

    expect(compareWindows([poolCategories(colours)], 500, { alpha: ALPHA }).p).toBeLessThanOrEqual(
      ALPHA,
    );
  });

  it('are not compared in a measure that too few rows have', () => {
    const rare = poolCategories(
      Array.from({ length: 600 }, (_none, row) => (row % 60 === 0 ? 'up' : null)),
    );
    const { adjusted } = compareWindows([rare, poolNumbers(drawNumbers(600, 4))], 100, {
      alpha: ALPHA,
    });

    expect(adjusted[0]).toBeNull();
    expect(adjusted[1]).toBeGreaterThan(ALPHA);
  });

  it('of one value only never differ', () => {
    const constant = poolNumbers(Array.from({ length: 400 }, () => 0));

    expect(compareWindows([constant], 100, { alpha: ALPHA }).p).toBe(1);
  });
});
