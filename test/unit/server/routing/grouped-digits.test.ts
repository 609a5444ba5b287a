import { describe, expect, it } from 'vitest';
import { mostGroupedDigits } from '../../../../server/routing/sensitive/grouped-digits.ts';

describe('mostGroupedDigits', () => {
  it.each([
    ['no digit at all', 0],
    ['on the 3rd of May 2024', 4],
    ['card 4111 1111-1111/1111, please', 16],
    ['(0)20 7946-0958', 11],
    ['12a345', 3],
    ['12   3456', 4],
    ['12\u00a034', 4],
  ])('counts the digits that stand together: %s', (text, most) => {
    expect(mostGroupedDigits(text)).toBe(most);
  });
});
