import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../../../core/statistics/bootstrap-interval.ts';
import { mcnemarExact } from '../../../../core/statistics/mcnemar.ts';
import { nextRandom } from '../../../../core/statistics/next-random.ts';
import { quantile } from '../../../../core/statistics/quantile.ts';
import { wilsonInterval } from '../../../../core/statistics/wilson-interval.ts';

function meanOf(values: readonly number[]) {
  return (drawn: Int32Array) => {
    let sum = 0;
    for (const index of drawn) sum += values[index] ?? 0;
    return sum / drawn.length;
  };
}

describe('the Wilson interval', () => {
  it('is the published one of 81 successes in 263 trials', () => {
    // R. G. Newcombe, Statistics in Medicine 17, 1998, table I.
    const interval = wilsonInterval(81, 263);
    expect(interval?.low).toBeCloseTo(0.2553, 4);
    expect(interval?.high).toBeCloseTo(0.3662, 4);
  });

  it('ends at 0.2039 when none of 15 succeeds', () => {
    expect(wilsonInterval(0, 15)).toEqual({ low: 0, high: expect.closeTo(0.2039, 4) });
  });

  it('is null of no trials', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
  });

  it('holds the share, stays within 0 and 1, and mirrors successes and failures', () => {
    fc.assert(
      fc.property(fc.nat(2_000), fc.nat(2_000), (successes, failures) => {
        fc.pre(successes + failures > 0);
        const trials = successes + failures;
        const interval = wilsonInterval(successes, trials);
        const mirrored = wilsonInterval(failures, trials);
        if (interval === null || mirrored === null) return false;
        const share = successes / trials;
        expect(interval.low).toBeCloseTo(1 - mirrored.high, 9);
        return (
          0 <= interval.low && interval.low <= share && share <= interval.high && interval.high <= 1
        );
      }),
    );
  });
});

describe('the bootstrap interval', () => {
  const values = Array.from({ length: 400 }, (_, index) => nextRandom(index * 7_919).value);

  it('of a mean is about two standard errors wide on both sides', () => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const error = Math.sqrt(variance / values.length);
    const interval = bootstrapInterval(values.length, meanOf(values));
    expect(interval?.low).toBeCloseTo(mean - 1.96 * error, 2);
    expect(interval?.high).toBeCloseTo(mean + 1.96 * error, 2);
  });

  it('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => bootstrapInterval(values.length, meanOf(values), { seed });
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('of a difference of pairs is narrower than their spread when both move together', () => {
    const other = values.map((value) => value + 0.05);
    const paired = bootstrapInterval(values.length, (drawn) => {
      let sum = 0;
      for (const index of drawn) sum += (other[index] ?? 0) - (values[index] ?? 0);
      return sum / drawn.length;
    });
    expect(paired?.low).toBeCloseTo(0.05, 9);
    expect(paired?.high).toBeCloseTo(0.05, 9);
  });

  it('is null of no data, and of samples that have nothing to measure', () => {
    expect(bootstrapInterval(0, () => 1)).toBeNull();
    expect(bootstrapInterval(5, () => null)).toBeNull();
  });

  it('stays within the smallest and the largest value', () => {
    const floats = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(floats, (sample) => {
        const interval = bootstrapInterval(sample.length, meanOf(sample), { resamples: 100 });
        const slack = 1e-6;
        expect(interval?.low).toBeGreaterThanOrEqual(Math.min(...sample) - slack);
        expect(interval?.high).toBeLessThanOrEqual(Math.max(...sample) + slack);
        expect(interval?.low).toBeLessThanOrEqual(interval?.high ?? -Infinity);
      }),
      { numRuns: 50 },
    );
  });
});

describe("McNemar's test", () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 5, 1],
    [5, 0, 0.0625],
    [8, 1, 0.0390625],
    [10, 2, 0.03857421875],
  ])('of %i better and %i worse gives %f', (improved, regressed, p) => {
    expect(mcnemarExact(improved, regressed)).toBeCloseTo(p, 10);
  });

  it('does not care which is which, and stays a probability for large counts', () => {
    fc.assert(
      fc.property(fc.nat(3_000), fc.nat(3_000), (improved, regressed) => {
        const p = mcnemarExact(improved, regressed);
        expect(p).toBe(mcnemarExact(regressed, improved));
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('finds a one-sided change less likely the more items change', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
        expect(mcnemarExact(count + 2, 0)).toBeLessThan(mcnemarExact(count + 1, 0));
      }),
    );
  });
});

describe('the quantile', () => {
  it('lies between two values where it falls between two', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5], 0.95)).toBeCloseTo(4.8, 12);
  });

  it('is null of no values', () => {
    expect(quantile([], 0.5)).toBeNull();
  });

  it('grows with its share', () => {
    const floats = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(floats, share, share, (values, one, other) => {
        const low = quantile(values, Math.min(one, other)) ?? 0;
        const high = quantile(values, Math.max(one, other)) ?? 0;
        expect(low <= high + Math.abs(high) * 1e-9 || !Number.isFinite(high - low)).toBe(true);
      }),
    );
  });
});
