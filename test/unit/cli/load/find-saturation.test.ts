import { describe, expect, it } from 'vitest';
import {
  findExcesses,
  findSaturation,
  growingRates,
} from '../../../../cli/load/find-saturation.ts';
import { summarizeLoad } from '../../../../cli/load/summarize-load.ts';
import { refuseForeignHost } from '../../../../cli/load/refuse-foreign-host.ts';

const empty = summarizeLoad(
  { samples: [], elapsedMs: 0 },
  {
    plan: {
      arrivals: 'poisson',
      ratePerSecond: 1,
      seconds: 1,
      seed: 1,
      concurrency: 1,
      timeoutMs: 1,
      questions: ['one?'],
    },
    objective: 0.99,
    startedAt: new Date(0),
    isSimulated: false,
  },
);

function report(p95: number, spent = 0) {
  return {
    ...empty,
    latency_ms: { p50: p95, p95, p99: p95 },
    failed: { count: 0, of: 100, rate: 0, low: 0, high: 0.04 },
    error_budget: { objective: 0.99, spent },
  };
}

describe('saturation', () => {
  const objective = { p95Ms: 400 };

  it('lies between the last rate that was kept up with and the first that was not', async () => {
    const tried: number[] = [];
    const found = await findSaturation([5, 10, 20, 40], objective, (rate) => {
      tried.push(rate);
      return Promise.resolve(report(rate * 30));
    });
    expect(tried).toEqual([5, 10, 20]);
    expect(found).toMatchObject({ sustainedPerSecond: 10, exceededPerSecond: 20 });
  });

  it('is not found where every rate is kept up with', async () => {
    const found = await findSaturation([5, 10], objective, () => Promise.resolve(report(1)));
    expect(found).toMatchObject({ sustainedPerSecond: 10, exceededPerSecond: null });
  });

  it('is reached when failures overdraw their budget, and when there is no data', async () => {
    expect(findExcesses(report(1, 1.5), objective)).toHaveLength(1);
    expect(findExcesses(report(1), objective)).toEqual([]);
    expect(findExcesses(empty, objective)).toHaveLength(1);
    const found = await findSaturation([5], objective, () => Promise.resolve(empty));
    expect(found).toMatchObject({ sustainedPerSecond: null, exceededPerSecond: 5 });
  });

  it('is looked for at so many rates and no more', () => {
    expect(growingRates({ first: 5, highest: 100, factor: 2, steps: 12 })).toEqual([
      5, 10, 20, 40, 80,
    ]);
    expect(growingRates({ first: 1, highest: 1_000, factor: 1.1, steps: 3 })).toHaveLength(3);
    expect(growingRates({ first: 5, highest: 4, factor: 2, steps: 3 })).toEqual([]);
  });
});

describe('the host', () => {
  it.each(['http://127.0.0.1:8080', 'http://localhost', 'http://[::1]:1'])('may be %s', (url) => {
    expect(() => refuseForeignHost(new URL(url), null)).not.toThrow();
  });

  it('is refused when it is another machine, unless it is named', () => {
    const url = new URL('https://footnote.example');
    expect(() => refuseForeignHost(url, null)).toThrow('--allow-host footnote.example');
    expect(() => refuseForeignHost(url, 'other.example')).toThrow('is not this machine');
    expect(() => refuseForeignHost(url, 'footnote.example')).not.toThrow();
  });
});
