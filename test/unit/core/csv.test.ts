import { expect, it } from 'vitest';
import { csvLine } from '../../../core/csv.ts';

it('writes numbers, words and nothing as they are', () => {
  expect(csvLine(['plain', 3.5, -2, true, null, ''])).toBe('plain,3.5,-2,true,,\r\n');
});

it('puts what would end a field or a line into quotation marks', () => {
  expect(csvLine(['a,b', 'say "no"', 'two\nlines'])).toBe('"a,b","say ""no""","two\nlines"\r\n');
});

it('lets no text be taken for a formula', () => {
  expect(csvLine(['=1+1', '+1', '-1', '@sum', '\tx'])).toBe("'=1+1,'+1,'-1,'@sum,'\tx\r\n");
});
