import { describe, expect, it } from 'vitest';
import { costOf, type ModelPrices } from '../../../../server/routing/configured-model.ts';

function cost(price: Partial<ModelPrices>, use: Parameters<typeof costOf>[1]): number {
  return costOf({ price: { input: 2, output: 8, ...price } }, use);
}

describe('what a call costs', () => {
  it('is what its tokens cost', () => {
    expect(cost({}, { input: 1_000_000, output: 500_000 })).toBeCloseTo(6, 9);
  });

  it('is less for what the provider had in its cache, where that has a price of its own', () => {
    const use = { input: 1_000_000, cachedInput: 600_000, output: 0 };
    expect(cost({}, use)).toBeCloseTo(2, 9);
    expect(cost({ cachedInput: 0.2 }, use)).toBeCloseTo(0.92, 9);
  });

  it('is what the machine costs for as long as it takes, and at most for as long as it may', () => {
    const gpuHour = { usd: 3.6, longestMs: 60_000 };
    const price = { input: 0, output: 0, gpuHour };
    expect(cost(price, { input: 10, output: 10, durationMs: 2_000 })).toBeCloseTo(0.002, 9);
    expect(cost(price, { input: 10, output: 10 })).toBeCloseTo(0.06, 9);
  });
});
