import { expect, it } from 'vitest';
import { describeFigures, NO_ANSWERS } from '../../../../server/metrics/describe-figures.ts';

it('divides the share of successes by what 1,000 of them cost', () => {
  const { cost_usd: cost } = describeFigures({
    ...NO_ANSWERS,
    requests: 100,
    successes: 50,
    cost_usd: 5,
  });

  expect(cost.per_success).toBeCloseTo(0.1, 9);
  expect(cost.success_per_cost_of_1000).toBeCloseTo(0.5 / 100, 9);
});

it('has no such figure where nothing was spent, or nothing succeeded', () => {
  const free = describeFigures({ ...NO_ANSWERS, requests: 2, successes: 1 });
  const failed = describeFigures({ ...NO_ANSWERS, requests: 2, cost_usd: 1 });

  expect(free.cost_usd.success_per_cost_of_1000).toBeNull();
  expect(failed.cost_usd.success_per_cost_of_1000).toBeNull();
});
