import { Z_95, type Interval } from './interval.ts';

/**
 * The 95 % score interval of a share (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22, 1927): unlike the usual one it holds for few trials and for shares near 0 and 1. Null of
 * no trials.
 */
export function wilsonInterval(successes: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const share = successes / trials;
  const square = Z_95 * Z_95;
  const scale = 1 + square / trials;
  const centre = share + square / (2 * trials);
  const spread = Z_95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : (centre - spread) / scale,
    high: successes === trials ? 1 : (centre + spread) / scale,
  };
}
