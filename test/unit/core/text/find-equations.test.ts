import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEquations } from '../../../../core/text/find-equations.ts';

const isRight = (text: string) => findEquations(text).map((equation) => equation.isRight);

describe('calculations of a text', () => {
  it('are found with their figures, signs and what they come to', () => {
    const text = 'So 3 days × 25 euros = 75 euros are paid.';

    const [equation, ...others] = findEquations(text);

    expect(others).toEqual([]);
    expect(equation).toMatchObject({
      operands: [3, 25],
      operators: ['*'],
      computed: 75,
      stated: 75,
      isRight: true,
    });
    expect(text.slice(equation?.start, equation?.end)).toContain('3 days × 25 euros = 75');
  });

  it.each([
    ['2 + 3 * 4 = 2 + 12 = 14', 'in steps, by precedence'],
    ['30 * (1 - 40/100) = 18', 'with brackets'],
    ['$1,200 x 12 = $14,400', 'with money and thousands'],
    ['100/3 = 33.33', 'rounded to the digits that are written'],
    ['3/4 = 75%', 'as a percentage'],
    ['5% × 200 = 10', 'of a percentage'],
    ['8 ÷ 2 = 4.0', 'with other signs'],
    ['9-17 = 8 hours', 'a time from one to the other'],
  ])('%s is right: %s', (text) => {
    expect(isRight(text)).toEqual([true]);
  });

  it.each([
    '12 months * 25 = 310',
    '2 + 3 * 4 = 2 + 12 = 15',
    '10 - 4 = 5 apples',
    '100/3 = 34.33',
    '10/0 = 5',
  ])('%s is wrong', (text) => {
    expect(isRight(text)).toEqual([false]);
  });

  it.each(['6s + 9 = 3', '5x + 3 = 13', 'see ISO-9001 = 3', 'a = b', '40 = 40', '1/2/2026'])(
    '%s is none that can be worked out',
    (text) => {
      expect(findEquations(text)).toEqual([]);
    },
  );

  it('are right exactly where the sum is', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.nat(9_999), fc.nat(9_999), (left, right, stated) => {
        expect(isRight(`${left} + ${right} = ${stated}`)).toEqual([left + right === stated]);
        expect(isRight(`${left} + ${right} = ${left + right}`)).toEqual([true]);
      }),
    );
  });

  it('never throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123. ,()+-*/x=%$ab\n')) }),
        (text) => {
          expect(() => findEquations(text)).not.toThrow();
        },
      ),
    );
  });
});
