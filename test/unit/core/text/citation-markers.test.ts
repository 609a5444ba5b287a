import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCitationMarkers } from '../../../../core/text/citation-markers.ts';

function numbersIn(text: string): (readonly number[])[] {
  return findCitationMarkers(text).map(({ numbers }) => numbers);
}

describe('findCitationMarkers', () => {
  it.each([
    ['Paid [1][2].', [[1], [2]]],
    ['Paid [1, 2; 4].', [[1, 2, 4]]],
    [
      'Paid [1-3] and [2–4].',
      [
        [1, 2, 3],
        [2, 3, 4],
      ],
    ],
    ['Paid [^1] or [[2]].', [[1], [2]]],
    ['Paid 【1†source】 and 【2】.', [[1], [2]]],
    ['Paid leave¹² and more.²', [[12], [2]]],
    ['Paid [1](#chunk-1) [2](https://a.example/x).', [[1], [2]]],
    ['Paid [Source 1, Source 3].', [[1, 3]]],
    ['Paid [1, p. 4] and [2, §4.1][Source 3, pp. 4-6].', [[1], [2], [3]]],
    ['Paid leave[1] now.', [[1]]],
    ['Paid [0] now.', [[0]]],
  ])('reads %s', (text, expected) => {
    expect(numbersIn(text)).toEqual(expected);
  });

  it.each([
    ['array indices', 'Use items_list[1], theItems[2], row[0] and a[3].name here.'],
    ['code', 'Use `x [1]` or\n```\ny [2]\n```'],
    ['years', 'As in [2019] and [1998].'],
    ['intervals and wide ranges', 'A value in [0, 1] or [10-400].'],
    ['footnote definitions', '[^1]: Leave policy\n[2]: https://a.example'],
    ['escaped brackets', 'Write \\[1].'],
    ['powers and units', '5 m² and 10³ and 4 km².'],
    ['assigned lists', 'x = [1, 2]'],
    ['task boxes and words', '[ ] open [x] done [sic]'],
  ])('leaves %s alone', (_, text) => {
    expect(numbersIn(text)).toEqual([]);
  });

  it('gives offsets of the marker itself for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('[', ']', '1', ',', '-', '[1]', '【', '】', '†', '²', '`', '('),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        for (const { start, end, numbers } of findCitationMarkers(text)) {
          expect(text.slice(start, end)).toMatch(/^(?:\[|【|[⁰¹²³⁴-⁹])/u);
          expect(numbers.length).toBeGreaterThan(0);
          expect(numbers.every((number) => Number.isInteger(number) && number >= 0)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
