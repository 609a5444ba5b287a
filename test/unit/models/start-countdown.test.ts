import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCountdown } from '../../../models/start-countdown.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A countdown of a second, in a process that stands still for so long. */
function countDown(pauseMs: number) {
  let pausedMs = 0;
  let isOver = false;
  const startedAt = Date.now();
  const countdown = startCountdown(
    1_000,
    () => {
      isOver = true;
    },
    () => Date.now() - startedAt + pausedMs,
  );
  pausedMs = pauseMs;
  return { ...countdown, isOver: () => isOver };
}

describe('a countdown', () => {
  it('ends when its time is over, once what has arrived is read', () => {
    const countdown = countDown(0);
    vi.advanceTimersByTime(1_000);
    expect(countdown.isOver()).toBe(false);
    vi.advanceTimersByTime(1);

    expect(countdown.isOver()).toBe(true);
  });

  it('gives once more what a pause of the process took', () => {
    const countdown = countDown(700);
    vi.advanceTimersByTime(1_699);
    expect(countdown.isOver()).toBe(false);
    vi.advanceTimersByTime(1);

    expect(countdown.isOver()).toBe(true);
  });

  it('never more than doubles', () => {
    const countdown = countDown(3_600_000);
    vi.advanceTimersByTime(2_000);

    expect(countdown.isOver()).toBe(true);
  });

  it.each([500, 1_000, 1_300])('does not end when it is stopped after %d ms', (stopMs) => {
    const countdown = countDown(700);
    vi.advanceTimersByTime(stopMs);
    countdown.stop();
    vi.advanceTimersByTime(10_000);

    expect(countdown.isOver()).toBe(false);
  });

  it.each([500, 1_000, 1_300])('begins anew when it is restarted after %d ms', (restartMs) => {
    const countdown = countDown(700);
    vi.advanceTimersByTime(restartMs);
    countdown.restart();
    vi.advanceTimersByTime(1_000);
    expect(countdown.isOver()).toBe(false);
    vi.advanceTimersByTime(1);

    expect(countdown.isOver()).toBe(true);
  });
});
