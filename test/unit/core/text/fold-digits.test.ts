import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldDigits } from '../../../../core/text/fold-digits.ts';

describe('foldDigits', () => {
  it.each([
    ['\uff12\uff18 days', '28 days'],
    ['\u{1d7d0}\u{1d7d6} and \u{1d7ff}', '28 and 9'],
    ['\u0663\u066c\u0660\u0660\u0660\u066b\u0665', '3,000.5'],
    ['\u0967\u0968', '12'],
    ['x² ½ Ⅷ', 'x² ½ Ⅷ'],
  ])('writes %s as %s', (text, folded) => {
    expect(foldDigits(text).text).toBe(folded);
  });

  it('leads each word back to where it stood', () => {
    const text = 'a \u{1d7d0}\u{1d7d6} b \uff12 c \u{1d7d0}, d';
    const { text: folded, toOriginal } = foldDigits(text);
    const words = Array.from(folded.matchAll(/\S+/gu), ({ 0: word, index }) => {
      const { start, end } = toOriginal({ start: index, end: index + word.length });
      return text.slice(start, end);
    });
    expect(words).toEqual(text.split(' '));
  });

  it('never throws and leads back to the whole of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { text: folded, toOriginal } = foldDigits(text);
        expect(toOriginal({ start: 0, end: folded.length })).toEqual({
          start: 0,
          end: text.length,
        });
      }),
    );
  });
});
