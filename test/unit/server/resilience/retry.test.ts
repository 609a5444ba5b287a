import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRetry, type RetrySettings } from '../../../../server/resilience/plan-retry.ts';
import { createRetryBudget } from '../../../../server/resilience/retry-budget.ts';

const SETTINGS: RetrySettings = {
  maxRetries: 3,
  baseMs: 200,
  maxWaitMs: 2_000,
  budget: { ratio: 0.1, reserve: 10 },
};
const FAILURE = { retryable: true, retryAfterSeconds: null };

describe('planRetry', () => {
  it('draws a wait of up to the base, doubled each time', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 2 }), (seed, earlierRetries) => {
        const waitMs =
          planRetry({ failure: FAILURE, earlierRetries, seed }, SETTINGS)?.waitMs ?? -1;
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(200 * 2 ** earlierRetries);
      }),
    );
  });

  it('waits no less than the provider asks for', () => {
    const failure = { retryable: true, retryAfterSeconds: 2 };
    expect(planRetry({ failure, earlierRetries: 0, seed: 1 }, SETTINGS)?.waitMs).toBe(2_000);
  });

  it.each([
    ['is not retryable', { retryable: false, retryAfterSeconds: null }, 0],
    ['comes with a longer wait than anybody has', { retryable: true, retryAfterSeconds: 3 }, 0],
    ['is the last that may be tried again', { retryable: true, retryAfterSeconds: null }, 3],
  ])('plans none for a failure that %s', (_what, failure, earlierRetries) => {
    expect(planRetry({ failure, earlierRetries, seed: 1 }, SETTINGS)).toBeNull();
  });
});

describe('a retry budget', () => {
  it('never gives more retries than its reserve and its share of the calls', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 500 }),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom(0, 0.1, 0.25, 1),
        (steps, reserve, ratio) => {
          const budget = createRetryBudget({ ratio, reserve });
          let calls = 0;
          let retries = 0;
          for (const isCall of steps) {
            if (isCall) {
              calls += 1;
              budget.earn();
            } else if (budget.take()) {
              retries += 1;
            }
          }
          expect(retries).toBeLessThanOrEqual(reserve + ratio * calls + 1e-9);
        },
      ),
    );
  });

  it('earns a retry with every ten calls at a ratio of a tenth', () => {
    const budget = createRetryBudget({ ratio: 0.1, reserve: 0 });
    for (let n = 0; n < 9; n++) budget.earn();
    expect(budget.take()).toBe(false);
    budget.earn();
    expect(budget.take()).toBe(true);
  });
});
