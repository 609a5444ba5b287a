import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue } from '../../../../ingest/parse/xlsx/format-value.ts';
import { readNumberFormat } from '../../../../ingest/parse/xlsx/number-format.ts';

function write(value: number, code: string): string {
  return formatValue(value, readNumberFormat(code), { startsIn1904: false }).text;
}

describe('formatValue', () => {
  it.each([
    [1234.567, '#,##0.00', '1,234.57'],
    [1234.567, '0', '1235'],
    [1234.567, '0.##', '1234.57'],
    [12, '0.##', '12'],
    [5, '000', '005'],
    [0.1 + 0.2, 'General', '0.3'],
    [0.256, '0%', '26%'],
    [-5, '0.0', '-5.0'],
    [-5, '0;(0)', '(5)'],
    [0, '0;-0;"none"', 'none'],
    [1_500_000, '#,##0,', '1,500'],
    [1_500_000, '0.0,,"M"', '1.5M'],
    [12345, '0.00E+00', '1.23E+4'],
    [19.5, '_-* #,##0.00\\ "zł"_-', '19.50 zł'],
    [-7, '[$£-809]#,##0.00;[Red]-[$£-809]#,##0.00', '-£7.00'],
    [0.5, '# ?/?', '0.5'],
    [42, '@', '42'],
  ])('writes %d by %s', (value, code, text) => {
    expect(write(value, code)).toBe(text);
  });

  it.each([
    [46_082, 'yyyy-mm-dd', '2026-03-01'],
    [46_082, 'dd.mm.yyyy', '01.03.2026'],
    [46_082, 'd-mmm-yy', '1-Mar-26'],
    [46_082, '[$-409]dddd, mmmm d, yyyy', 'Sunday, March 1, 2026'],
    [46_082.5, 'm/d/yy h:mm', '3/1/26 12:00'],
    [46_082.770_138_9, 'h:mm AM/PM', '6:29 PM'],
    [0.999_999_999, 'hh:mm:ss', '00:00:00'],
    [1.5, '[h]:mm', '36:00'],
    [0.003_472_222, 'mm:ss', '05:00'],
    [1, 'yyyy-mm-dd', '1900-01-01'],
    [59, 'yyyy-mm-dd', '1900-02-28'],
    [61, 'yyyy-mm-dd', '1900-03-01'],
    [46_082, 'yyyy"年"m"月"d"日"', '2026年3月1日'],
    [-1, 'yyyy-mm-dd', '-1'],
    [99_999_999, 'yyyy', '99999999'],
  ])('writes the day %d by %s', (value, code, text) => {
    expect(write(value, code)).toBe(text);
  });

  it('writes something for any value and any code', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.string(),
        (value, code) => {
          expect(typeof write(value, code)).toBe('string');
        },
      ),
    );
  });
});
