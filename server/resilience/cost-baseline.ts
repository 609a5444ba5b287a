import type { Tally } from './circuit-window.ts';

/** What successes used to cost. */
export interface CostBaseline {
  readonly successes: number;
  readonly costUsd: number;
}

export const NO_BASELINE: CostBaseline = { successes: 0, costUsd: 0 };

/** How many successes the baseline remembers: a lasting change of price is accepted in time. */
const MEMORY = 1_000;
/** Fewer say nothing of what is usual. */
const MIN_SUCCESSES = 100;

/** Takes what has left the window into the baseline, which forgets the old for it. */
export function learnCost(baseline: CostBaseline, left: Tally): CostBaseline {
  const successes = baseline.successes + left.calls - left.failures;
  const costUsd = baseline.costUsd + left.costUsd;
  const share = Math.min(1, MEMORY / Math.max(successes, 1));
  return { successes: successes * share, costUsd: costUsd * share };
}

/** How many times the usual a success now costs; null while one of the two is not known. */
export function costRatio(baseline: CostBaseline, recent: Tally): number | null {
  const successes = recent.calls - recent.failures;
  if (successes === 0 || baseline.successes < MIN_SUCCESSES || baseline.costUsd === 0) return null;
  return recent.costUsd / successes / (baseline.costUsd / baseline.successes);
}
