import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datesAgree, findDates } from '../../../../core/text/dates.ts';
import { findQuantities, quantitiesEqual } from '../../../../core/text/quantities.ts';

function valuesIn(text: string): [number, string | null][] {
  return findQuantities(text).numbers.map(({ value, unit }) => [value, unit?.name ?? null]);
}

function areEqual(left: string, right: string): boolean {
  const [a] = findQuantities(left).numbers;
  const [b] = findQuantities(right).numbers;
  return a !== undefined && b !== undefined && quantitiesEqual(a, b);
}

describe('findQuantities', () => {
  it.each<[string, [number, string | null][]]>([
    ['£1,500.50 per night', [[1500.5, '£']]],
    ['twenty-five working days', [[25, 'working day']]],
    [
      '30 to 40 minutes',
      [
        [30, 'minute'],
        [40, 'minute'],
      ],
    ],
    [
      '12% or 12 percent',
      [
        [12, '%'],
        [12, '%'],
      ],
    ],
    [
      '£5m and 3 million',
      [
        [5_000_000, '£'],
        [3_000_000, null],
      ],
    ],
    [
      'a 10-year plan of **5** days',
      [
        [10, 'year'],
        [5, 'day'],
      ],
    ],
    ['one hundred and fifty people', [[150, null]]],
    [
      'between -25 and -15 °C',
      [
        [-25, '°c'],
        [-15, '°c'],
      ],
    ],
    [
      '2-8 °C',
      [
        [2, '°c'],
        [8, '°c'],
      ],
    ],
    [
      '5 °C below freezing, minus 3 °C',
      [
        [-5, '°c'],
        [-3, '°c'],
      ],
    ],
    [
      '-5 % or -5 days',
      [
        [5, '%'],
        [5, 'day'],
      ],
    ],
    ['one of us', []],
    ['12 000 euros', [[12_000, '€']]],
    [
      "€12'500.50 and 1\u202f200\u202f000",
      [
        [12_500.5, '€'],
        [1_200_000, null],
      ],
    ],
    [
      '0800 555 111',
      [
        [800, null],
        [555, null],
        [111, null],
      ],
    ],
    [
      'rooms 25 100 200 are free',
      [
        [25, null],
        [100, null],
        [200, null],
      ],
    ],
    [
      'at 350°F or 100 degrees Celsius',
      [
        [350, '°f'],
        [100, '°c'],
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect(valuesIn(text.replaceAll('**', '  '))).toEqual(expected);
  });

  it('leaves the cells of a table apart', () => {
    expect(valuesIn('12\t500\n100')).toEqual([
      [12, null],
      [500, null],
      [100, null],
    ]);
  });

  it('reads codes as names and not as numbers', () => {
    const { numbers, codes } = findQuantities(
      'Error VPN-4031 in v2.1.3, form FIN-POL-04, call (510) 889-8690.',
    );
    expect(numbers).toEqual([]);
    expect(codes.map(({ text }) => text)).toEqual([
      'VPN-4031',
      'v2.1.3',
      'FIN-POL-04',
      '(510) 889-8690',
    ]);
  });

  it('leaves the numbers of dates to the dates', () => {
    expect(valuesIn('By 31 March 2026, after 5 days')).toEqual([[5, 'day']]);
  });

  it.each([
    ['two weeks', '14 days', true],
    ['1 year', '12 months', true],
    ['30 days', '1 month', false],
    ['5 working days', '5 days', false],
    ['1 km', '1000 metres', true],
    ['375 °F', '190.5 °C', true],
    ['45p', '£0.45', true],
    ['£5', '$5', false],
    ['5pm', '17:00', true],
    ['5.30 pm', '17:30', true],
  ])('compares %s with %s', (left, right, expected) => {
    expect(areEqual(left, right)).toBe(expected);
  });

  it('never throws and stays inside the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(
        '1',
        '5 days',
        '£',
        ',',
        '.',
        ' per ',
        'twenty',
        '-',
        'May ',
        '2026',
        ' and ',
        '%',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const { numbers, codes } = findQuantities(text);
        for (const { start, end } of [...numbers, ...codes]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('findDates', () => {
  it.each([
    ['1 January 2026', { year: 2026, month: 1, day: 1 }],
    ['January 5, 2025', { year: 2025, month: 1, day: 5 }],
    ['2026-01-02', { year: 2026, month: 1, day: 2 }],
    ['the 31st of December', { year: null, month: 12, day: 31 }],
    ['March 2026', { year: 2026, month: 3, day: null }],
    ['in May', { year: null, month: 5, day: null }],
  ])('reads %s', (text, date) => {
    expect(findDates(text)).toMatchObject([date]);
  });

  it('does not take "may" for a month', () => {
    expect(findDates('You may go. May I? March on.')).toEqual([]);
  });

  it('lets a date agree with one that says less, and with both readings of slashes', () => {
    const [full, partial, slashed, other] = findDates(
      '4 March 2026, 4 March. 03/04/2026. 5 March 2026.',
    );
    if (full === undefined || partial === undefined || slashed === undefined || other === undefined)
      throw new Error('expected four dates');
    expect(datesAgree(full, partial)).toBe(true);
    expect(datesAgree(full, slashed)).toBe(true);
    expect(datesAgree(full, other)).toBe(false);
  });
});
