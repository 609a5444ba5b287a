import { describe, expect, it } from 'vitest';
import { extractFields, openText } from '../../../../server/extraction/extract-fields.ts';
import { findNumbers } from '../../../../server/extraction/find-numbers.ts';
import { readSchema } from '../../../../server/extraction/read-schema.ts';

function read(text: string) {
  return findNumbers(text, []).numbers.map(({ start, end, value, unit }) => [
    text.slice(start, end),
    value,
    unit?.scale ?? null,
  ]);
}

function extractNumber(text: string, description: string) {
  const schema = { type: 'object', properties: { sought: { type: 'number', description } } };
  const source = openText({ documentId: null, documentVersion: null, text });
  return extractFields(readSchema(schema), [source]).value['sought'];
}

describe('numbers of a text', () => {
  it.each([
    ['1 234,50 €', 1234.5, 'EUR'],
    ['1.234.567,89 EUR', 1_234_567.89, 'EUR'],
    ['€12,50', 12.5, 'EUR'],
    ['EUR 1.2m', 1_200_000, 'EUR'],
    ['EUR 1.2 million', 1_200_000, 'EUR'],
    ['USD 1,234.50', 1234.5, 'USD'],
    ['12,34,567.00', 1_234_567, null],
    ['1’234,50', 1234.5, null],
    ['-$12.30', -12.3, 'USD'],
    ['€-12.30', -12.3, 'EUR'],
    ['USD -5', -5, 'USD'],
    ['£1.5 million', 1_500_000, 'GBP'],
  ])('are read whole, with sign and currency: %s', (text, value, currency) => {
    expect(read(`It is ${text}.`)).toEqual([[text, value, currency]]);
  });

  it.each(['1 234 567', '12,50', '€1.234', '3,4,5', '1.2 Mio', '7 lakh', '3rd'])(
    'are none where only a part could be read, or two ways: %s',
    (text) => {
      expect(read(`It is ${text}.`)).toEqual([]);
    },
  );

  it('take neither the mark of a list nor a range for a sign', () => {
    expect(read('- 20 days, 5–10 of them')).toEqual([
      ['20 days', 20, 'clock'],
      ['5', 5, null],
      ['10', 10, null],
    ]);
  });
});

describe('an amount', () => {
  it.each([
    ['Total amount: $1,234', 'Total amount', 1234],
    ['Balance (USD): -12.30', 'Balance in USD', -12.3],
    ['| Room | Price (GBP) |\n| --- | --- |\n| A | 20 |\n', 'Price of room A in GBP', 20],
  ])('is read from %s', (text, description, value) => {
    expect(extractNumber(text, description)).toBe(value);
  });

  it.each([
    ['Balance: €20', 'Balance in USD'],
    ['Balance (EUR): 20', 'Balance in USD'],
    ['Total amount: 20 cents', 'Total amount'],
  ])('in another currency than the field’s is none: %s', (text, description) => {
    expect(extractNumber(text, description)).toBeNull();
  });
});
