import { Z_95, type Interval } from './interval.ts';

/**
 * The 95 % score interval of the difference between two shares of the same items where no item changed (T. Tango,
 * "Equivalence test and confidence interval for the difference in proportions for the paired-sample design", Statistics
 * in Medicine 17, 1998). Every sample of such pairs is without a change, too, so that a bootstrap would be sure of
 * nothing but 0, however few they are. Null of no pairs.
 */
export function unchangedInterval(pairs: number): Interval | null {
  if (pairs === 0) return null;
  const square = Z_95 * Z_95;
  const reach = square / (pairs + square);
  return { low: -reach, high: reach };
}
