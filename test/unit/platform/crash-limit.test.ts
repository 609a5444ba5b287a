import { expect, it } from 'vitest';
import { CrashLimit } from '../../../platform/crash-limit.ts';

const policy = { maxCrashes: 4, windowMs: 1000, firstDelayMs: 100, maxDelayMs: 300 };

it('waits twice as long after each crash, up to a limit, then gives up', () => {
  const limit = new CrashLimit(policy, () => 0);
  const delays = [limit.nextDelay(), limit.nextDelay(), limit.nextDelay(), limit.nextDelay()];
  expect(delays).toEqual([100, 200, 300, null]);
});

it('forgets crashes that are longer ago than its window', () => {
  let now = 0;
  const limit = new CrashLimit(policy, () => now);
  limit.nextDelay();
  limit.nextDelay();
  now = 1000;
  expect(limit.nextDelay()).toBe(100);
});
