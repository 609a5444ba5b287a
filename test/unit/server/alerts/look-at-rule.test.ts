import { describe, expect, it } from 'vitest';
import { AlertRule } from '../../../../contract/alert.ts';
import type { AlertFigures } from '../../../../db/queries/alert-figures.ts';
import { lookAtRule } from '../../../../server/alerts/look-at-rule.ts';

const FIGURES: AlertFigures = {
  answers: 1_000,
  successes: 900,
  answered: 950,
  abstained: 50,
  held: 0,
  faulty: 19,
  fell_back: 10,
  interrupted: 0,
  slow: 0,
  p95_ms: 1_800,
  cost_usd: 9,
};

function look(rule: object, ofMinutes: (minutes: number) => Partial<AlertFigures> = () => ({})) {
  const source = {
    count: async (minutes: number) => ({ ...FIGURES, ...ofMinutes(minutes) }),
    openIncidents: async () => 1,
    drift: { countAnswers: async () => 0, compareNewest: async () => null },
  };
  return lookAtRule(AlertRule.parse({ name: 'rule', ...rule }), source, null);
}

const SLOW = { kind: 'threshold', metric: 'latency_p95_ms', opens: 'above' };
const BURN = { kind: 'burn_rate', good: { what: 'success' }, objective: 0.99 };

describe('a threshold', () => {
  it.each([
    [{ at: 1_500 }, 'bad'],
    [{ at: 2_000, clears_at: 1_500 }, 'between'],
    [{ at: 2_000 }, 'well'],
  ])('with %j is %s at 1,800 ms', async (limits, sight) => {
    expect(await look({ ...SLOW, ...limits })).toMatchObject({ sight, value: 1_800 });
  });

  it.each([
    ['success_rate', 0.9],
    ['answered_rate', 0.95],
    ['abstained_rate', 0.05],
    ['review_rate', 0],
    ['unsupported_answer_rate', 0.02],
    ['fallback_rate', 0.01],
    ['cost_usd', 9],
    ['cost_per_success_usd', 0.01],
    ['open_incidents', 1],
  ])('reads %s', async (metric, value) => {
    const rule = { kind: 'threshold', metric, opens: 'below', at: -1 };
    expect((await look(rule)).value).toBeCloseTo(value, 9);
  });

  it('has no figure with too few answers', async () => {
    expect(await look({ ...SLOW, at: 1 }, () => ({ answers: 19 }))).toMatchObject({
      sight: 'none',
      value: null,
    });
  });

  it('that clears on its bad side is refused', () => {
    const rule = { name: 'rule', ...SLOW, at: 1_000, clears_at: 2_000 };
    expect(AlertRule.safeParse(rule).success).toBe(false);
  });
});

describe('a burn rate', () => {
  it('is bad when the long and the short window burn too fast', async () => {
    const seen = await look(BURN, () => ({ successes: 800 }));

    expect(seen.sight).toBe('bad');
    expect(seen.value).toBeCloseTo(20, 6);
    expect(seen.detail).toContain('burns 20 and, of late, 20 times too fast');
  });

  it('is not bad any more once the short window is well, whatever the long one holds', async () => {
    const seen = await look(BURN, (minutes) => ({
      successes: [5, 30, 360].includes(minutes) ? 1_000 : 800,
    }));

    expect(seen.sight).not.toBe('bad');
  });

  it('is not bad for a short burst that the long windows hardly feel', async () => {
    const seen = await look(BURN, (minutes) => ({ successes: minutes === 5 ? 0 : 995 }));

    expect(seen.sight).toBe('well');
  });

  it('counts slow answers against an objective of speed', async () => {
    const rule = { ...BURN, good: { what: 'fast', within_ms: 1_000 } };

    expect((await look(rule, () => ({ slow: 200 }))).sight).toBe('bad');
    expect((await look(rule, () => ({ slow: 2 }))).sight).toBe('well');
  });

  it('has no figure with too few answers in the long windows', async () => {
    expect(await look(BURN, () => ({ answers: 3 }))).toMatchObject({ sight: 'none', value: null });
  });
});
