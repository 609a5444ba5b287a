import { describe, expect, it } from 'vitest';
import { AlertRule, type DriftRule } from '../../../../contract/alert.ts';
import type { DriftAlarm } from '../../../../contract/drift.ts';
import { TraceId } from '../../../../contract/ids.ts';
import { lookAtDrift, type NewestWindow } from '../../../../server/alerts/look-at-drift.ts';

const NEWEST = TraceId.parse('01890000-0000-7000-8000-000000000001');
const interval = { low: 0, high: 1 };
const numbers = (mean: number) =>
  ({ kind: 'number', of: 20, mean, median: mean, ...interval }) as const;
const shares = (answered: number) => ({
  kind: 'shares' as const,
  of: 20,
  shares: [
    { value: 'answered', count: 0, share: answered, ...interval },
    { value: 'abstained', count: 0, share: 0.9 - answered, ...interval },
    { value: 'needs_review', count: 0, share: 0.1, ...interval },
  ].filter(({ share }) => share > 0),
});
const SLOWER: DriftAlarm = {
  measure: 'latency',
  p: 0.001,
  reference: numbers(812.4),
  current: numbers(2_140),
};
const ABSTAINS: DriftAlarm = {
  measure: 'status',
  p: 0.004,
  reference: shares(0.9),
  current: shares(0.4),
};

function ruleOf(fields: object = {}): DriftRule {
  const rule = AlertRule.parse({ name: 'rule', kind: 'drift', window: 50, ...fields });
  if (rule.kind !== 'drift') throw new Error('It is of another kind.');
  return rule;
}

function newestWith(alarms: readonly DriftAlarm[]): NewestWindow {
  const at = '2026-11-01T00:00:00.000Z';
  return {
    comparison: { reference: { from: at, to: at, answers: 400 }, p: 0.001, alarms: [...alarms] },
    compared: ['latency', 'status'],
    newestAnswer: NEWEST,
    newestAt: new Date(at),
  };
}

interface Seen {
  readonly answers: number;
  readonly alarms?: readonly DriftAlarm[];
  readonly before?: Parameters<typeof lookAtDrift>[2];
}

async function look(rule: DriftRule, { answers, alarms = [], before = null }: Seen) {
  let compared = 0;
  const seen = await lookAtDrift(
    rule,
    {
      countAnswers: async (_after, limit) => Math.min(answers, limit),
      compareNewest: async () => {
        compared += 1;
        return newestWith(alarms);
      },
    },
    before,
  );
  return { ...seen, compared };
}

describe('a rule over drift', () => {
  it('is bad when a measure has moved, and says from where to where', async () => {
    expect(await look(ruleOf(), { answers: 100, alarms: [SLOWER, ABSTAINS] })).toMatchObject({
      sight: 'bad',
      value: 2,
      detail:
        'Moved in the 50 answers until 2026-11-01T00:00:00.000Z, beside 400 before: latency mean 812 to 2140 ms, median 812 to 2140 ms (p = 0.0010); status answered 90 % to 40 % (p = 0.0040).',
    });
  });

  it('is well when nothing has moved, or nothing that it watches', async () => {
    const well = { sight: 'well', value: 0 };

    expect(await look(ruleOf(), { answers: 100 })).toMatchObject(well);
    const ofStatus = ruleOf({ measures: ['status'] });
    expect(await look(ofStatus, { answers: 100, alarms: [SLOWER] })).toMatchObject(well);
  });

  it('has no figure with too few answers, and compares nothing', async () => {
    expect(await look(ruleOf(), { answers: 99 })).toMatchObject({
      sight: 'none',
      value: null,
      compared: 0,
      detail: 'Fewer than 100 answers: a window of 50 and as many before it.',
    });
  });

  it('has no figure where too few answers have what it watches', async () => {
    const ofFeedback = ruleOf({ measures: ['feedback'] });

    expect(await look(ofFeedback, { answers: 100, alarms: [SLOWER] })).toMatchObject({
      sight: 'none',
      value: null,
      detail: expect.stringContaining('Too few answers have feedback'),
    });
  });
});

describe('a window that has been looked at', () => {
  async function lookAgain(rule: DriftRule, answers: number) {
    const { evidence = null } = await look(ruleOf(), { answers: 100, alarms: [SLOWER] });
    const before = { value: 1, detail: 'As it was.', evidence };
    return look(rule, { answers, before });
  }

  it('is no evidence once more, and not compared, until half of it is new', async () => {
    expect(await lookAgain(ruleOf(), 24)).toMatchObject({
      sight: 'same',
      value: 1,
      detail: 'As it was.',
      compared: 0,
    });
    expect(await lookAgain(ruleOf(), 25)).toMatchObject({ sight: 'well', compared: 1 });
  });

  it('is looked at anew by a rule that has become another one', async () => {
    expect(await lookAgain(ruleOf({ measures: ['status'] }), 24)).toMatchObject({
      sight: 'none',
      compared: 0,
    });
    expect(await lookAgain(ruleOf({ measures: ['status'] }), 100)).toMatchObject({
      sight: 'well',
      compared: 1,
    });
  });
});
