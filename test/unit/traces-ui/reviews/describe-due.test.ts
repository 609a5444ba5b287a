import { describe, expect, it } from 'vitest';
import { describeDue } from '../../../../traces-ui/src/reviews/describe-due.ts';

const DUE = '2026-03-02T12:00:00Z';

function at(time: string) {
  return describeDue(DUE, Date.parse(time));
}

describe('describeDue', () => {
  it.each([
    ['2026-03-02T11:59:30Z', 'in less than a minute'],
    ['2026-03-02T11:18:00Z', 'in 42 min'],
    ['2026-03-02T08:30:00Z', 'in 3 h 30 min'],
    ['2026-02-27T10:00:00Z', 'in 3 d 2 h'],
  ])('says at %s that it is due %s', (time, text) => {
    expect(at(time)).toEqual({ isOverdue: false, text });
  });

  it('says how late it is', () => {
    expect(at('2026-03-02T13:05:00Z')).toEqual({ isOverdue: true, text: '1 h 5 min late' });
  });
});
