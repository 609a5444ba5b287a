import { describe, expect, it } from 'vitest';
import { findFractions } from '../../../../core/text/fractions.ts';

function read(text: string) {
  return findFractions(text).map(({ start, end, share }) => [text.slice(start, end), share]);
}

describe('findFractions', () => {
  it('reads what is a part of something, in words and digits', () => {
    expect(read('half of it, a quarter of the staff and three fifths of the rest')).toEqual([
      ['half', 0.5],
      ['a quarter', 0.25],
      ['three fifths', 0.6],
    ]);
    expect(read('2/5 of all and half the price')).toEqual([
      ['2/5', 0.4],
      ['half', 0.5],
    ]);
  });

  it('says which have no end in decimals', () => {
    const endless = findFractions('a third of it, 3/4 of it, two sevenths of it');
    expect(endless.map(({ isEndless }) => isEndless)).toEqual([true, false, true]);
  });

  it('leaves alone what only looks like one', () => {
    expect(read('the third of March, the first quarter of 2024, 4/3 of it, 0/4 of it')).toEqual([]);
    expect(read('on 3/4 the office closes; 1/2/3 of the list; behalf of the bank')).toEqual([]);
  });
});
