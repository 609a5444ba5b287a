import type { Clock } from '../../../../cli/command-context.ts';

/** A clock that stands still until everything waits, and then goes on to what is due next. */
export function createVirtualClock(): Clock {
  const sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];
  let nowMs = 0;
  let isTicking = false;
  const tick = () => {
    isTicking = false;
    const next = sleepers.toSorted((left, right) => left.atMs - right.atMs)[0];
    if (next === undefined) return;
    sleepers.splice(sleepers.indexOf(next), 1);
    nowMs = next.atMs;
    next.wake();
    schedule();
  };
  const schedule = () => {
    if (isTicking || sleepers.length === 0) return;
    isTicking = true;
    setImmediate(tick);
  };
  return {
    now: () => nowMs,
    sleep: (milliseconds) =>
      new Promise<void>((resolve) => {
        sleepers.push({ atMs: nowMs + milliseconds, wake: resolve });
        schedule();
      }),
  };
}
