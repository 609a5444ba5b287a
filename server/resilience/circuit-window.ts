/** What is counted of calls. `checks`: answers that verification had something to say about. */
export interface Tally {
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
  readonly costUsd: number;
  readonly checks: number;
  readonly failedChecks: number;
  /** When the first call of these began that failed or was slow, or the first check failed; null for none. */
  readonly firstBadAt: number | null;
}

export interface Bucket extends Tally {
  /** Whole seconds of the clock that the circuit is given. */
  readonly second: number;
}

/** Buckets of one second each, the oldest first; seconds in which nothing happened have none. */
export type CircuitWindow = readonly Bucket[];

export const NOTHING: Tally = {
  calls: 0,
  failures: 0,
  slow: 0,
  costUsd: 0,
  checks: 0,
  failedChecks: 0,
  firstBadAt: null,
};

export interface Moment {
  readonly now: number;
  readonly windowSeconds: number;
}

/** Adds to the present second; `left` is what has thereby slid out of the window. */
export function addToWindow(
  window: CircuitWindow,
  added: Partial<Tally>,
  { now, windowSeconds }: Moment,
): { readonly window: CircuitWindow; readonly left: Tally } {
  const last = window.at(-1);
  const second = Math.max(secondOf(now), last?.second ?? Number.NEGATIVE_INFINITY);
  const present = last?.second === second ? last : { second, ...NOTHING };
  const earlier = last?.second === second ? window.slice(0, -1) : window;
  const from = second - windowSeconds + 1;
  return {
    window: [
      ...earlier.filter((bucket) => bucket.second >= from),
      { second, ...sumTallies([present, { ...NOTHING, ...added }]) },
    ],
    left: sumTallies(earlier.filter((bucket) => bucket.second < from)),
  };
}

/** What was counted in the last so many seconds, the present one included. */
export function tallySince(window: CircuitWindow, { now, windowSeconds }: Moment): Tally {
  const from = secondOf(now) - windowSeconds + 1;
  return sumTallies(window.filter((bucket) => bucket.second >= from));
}

function secondOf(now: number): number {
  return Math.floor(now / 1_000);
}

export function sumTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      calls: sum.calls + tally.calls,
      failures: sum.failures + tally.failures,
      slow: sum.slow + tally.slow,
      costUsd: sum.costUsd + tally.costUsd,
      checks: sum.checks + tally.checks,
      failedChecks: sum.failedChecks + tally.failedChecks,
      firstBadAt: earlier(sum.firstBadAt, tally.firstBadAt),
    }),
    NOTHING,
  );
}

function earlier(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.min(left, right);
}
