import { describe, expect, it } from 'vitest';
import { SimulateCost } from '../../../../contract/cost.ts';
import { costBody } from '../../../../traces-ui/src/cost/cost-body.ts';
import { readCostSearch } from '../../../../traces-ui/src/search/cost-search.ts';

describe('what the page of costs asks', () => {
  it('supposes nothing that the address does not say', () => {
    const body = costBody(readCostSearch({}));
    expect(body).toEqual({ prices: [], shares: [], models: [] });
    expect(SimulateCost.parse(body).requests_per_month).toBe(1_000_000);
  });

  it('is what the address says', () => {
    const search = readCostSearch({
      requests: '5000',
      growth: '5',
      price: 'large=0.5 small=2',
      share: 'small=0.8',
      model: 'own=small,self_hosted,0,0,2.5',
    });
    expect(SimulateCost.parse(costBody(search))).toMatchObject({
      requests_per_month: 5_000,
      growth_per_month: 0.05,
      prices: [
        { model: 'large', factor: 0.5 },
        { model: 'small', factor: 2 },
      ],
      shares: [{ model: 'small', share: 0.8 }],
      models: [{ name: 'own', price: { input_per_m: 0, output_per_m: 0, gpu_hour: 2.5 } }],
    });
  });

  it('leaves out what makes no sense', () => {
    const search = readCostSearch({
      requests: '-1',
      price: 'large',
      share: '=1',
      model: 'x=tiny,hosted,1,1',
    });
    expect(costBody(search)).toEqual({ prices: [], shares: [], models: [] });
  });
});
