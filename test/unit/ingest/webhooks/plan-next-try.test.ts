import { describe, expect, it } from 'vitest';
import { planNextTry } from '../../../../ingest/webhooks/plan-next-try.ts';

describe('planNextTry', () => {
  it.each([200, 202, 204])('takes %i for delivered', (status) => {
    expect(planNextTry({ kind: 'answered', status }, 1)).toEqual({ kind: 'delivered' });
  });

  it.each([302, 400, 401, 404, 429, 500, 503])('tries again after %i', (status) => {
    expect(planNextTry({ kind: 'answered', status }, 1)).toEqual({
      kind: 'try_again',
      afterSeconds: 10,
      error: `It answered with ${status}.`,
    });
  });

  it('gives up at once when the receiver is gone for good', () => {
    expect(planNextTry({ kind: 'answered', status: 410 }, 1)).toMatchObject({ kind: 'given_up' });
  });

  it('waits longer each time and gives up after about a day', () => {
    const pauses: number[] = [];
    const plan = () => planNextTry({ kind: 'unreachable', reason: 'asleep' }, pauses.length + 1);
    let outcome = plan();
    while (outcome.kind === 'try_again') {
      pauses.push(outcome.afterSeconds);
      outcome = plan();
    }
    expect(outcome).toEqual({ kind: 'given_up', error: 'asleep' });
    expect(pauses).toEqual(pauses.toSorted((left, right) => left - right));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600;
    expect(hours).toBeGreaterThan(23);
    expect(hours).toBeLessThan(25);
  });
});
