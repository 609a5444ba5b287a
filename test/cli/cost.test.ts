import { describe, expect, it } from 'vitest';
import type { CostSimulation } from '../../contract/cost.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const usd = { value: 1_234.5, low: 1_000, high: 1_500 };
const simulation: CostSimulation = {
  sampled: 120,
  simulated_requests: 1_000_000,
  requests_per_month: 1_000_000,
  months: 12,
  growth_per_month: 0.05,
  simulated: true,
  estimated_share: 0.25,
  tokens: { input: { mean: 900, p50: 880, p95: 1_400 }, output: null },
  plans: [
    {
      plan: 'measured',
      about: 'As it was.',
      monthly_usd: usd,
      horizon_usd: usd,
      difference_usd: null,
      machines: null,
    },
    {
      plan: 'self_hosted',
      about: 'No self-hosted model is configured or supposed.',
      monthly_usd: null,
      horizon_usd: null,
      difference_usd: null,
      machines: null,
    },
  ],
  groups: [{ by: 'app', key: null, share: 0.5, monthly_usd: usd }],
  by_month: [],
};

async function cost(...words: readonly string[]) {
  await using server = await startScriptedServer({
    'POST /v1/metrics/cost-simulations': { body: simulation },
  });
  const result = await runCommand(['cost', ...words], { url: server.url, columns: 200 });
  const sent = server.requests.map(({ body }): unknown => JSON.parse(body.toString('utf8')));
  return { ...result, sent };
}

describe('cost', () => {
  it('prints plans side by side with their intervals, and no data where there is none', async () => {
    const { exitCode, stdout, stderr } = await cost();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Simulated models: Simulated cost of 1000000 requests a month');
    expect(stdout).toMatch(/measured +\$1,234\.50 \[\$1,000\.00, \$1,500\.00\]/u);
    expect(stdout).toMatch(/self-hosted +no data +no data/u);
    expect(stdout).toMatch(/output tokens +no data/u);
    expect(stderr).toContain('1000000 requests were simulated');
  });

  it('sends what is supposed', async () => {
    const { sent } = await cost(
      '--requests',
      '5000',
      '--price',
      'big=0.5',
      '--share',
      'small=0.8',
      '--model',
      'own=small,self_hosted,0,0,2.5',
      '--escalated-share',
      '0.2',
    );
    expect(sent).toEqual([
      {
        source: { kind: 'traces' },
        requests_per_month: 5_000,
        months: 12,
        growth_per_month: 0,
        prices: [{ model: 'big', factor: 0.5 }],
        shares: [{ model: 'small', share: 0.8 }],
        models: [
          {
            name: 'own',
            tier: 'small',
            hosting: 'self_hosted',
            price: { input_per_m: 0, output_per_m: 0, gpu_hour: 2.5 },
          },
        ],
        self_hosting: {},
        distilled: { escalated_share: 0.2 },
      },
    ]);
  });

  it.each([
    ['a price without a model', ['--price', '0.5']],
    ['a model of no tier', ['--model', 'own=tiny,hosted,1,1']],
    ['a model without prices', ['--model', 'own=small,hosted']],
    ['a share that is none', ['--escalated-share', '2']],
  ])('does not understand %s', async (_what, words) => {
    const { exitCode, sent } = await cost(...words);
    expect(exitCode).toBe(2);
    expect(sent).toEqual([]);
  });
});
