import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from '../../../../core/token-count.ts';
import { indexTokens } from '../../../../ingest/chunk/index-tokens.ts';

const text = fc.string({
  unit: fc.constantFrom(
    'a',
    'Dog',
    ' ',
    ' ',
    '\n',
    '. ',
    '("',
    "'s",
    '漢字',
    '2026',
    '\u{1f468}\u200d',
    'é',
    '\t',
  ),
  maxLength: 60,
});
const cut = fc.tuple(text, fc.nat(), fc.nat()).map(([text, from, length]) => {
  const start = text.length === 0 ? 0 : from % text.length;
  return { text, start, end: Math.min(text.length, start + (length % 80)) };
});

describe('indexTokens', () => {
  it('counts any stretch that ends with a word exactly', () => {
    fc.assert(
      fc.property(cut, ({ text, start, end }) => {
        const stretch = text.slice(start, end);
        fc.pre(/^\S(?:.*\S)?$/su.test(stretch));
        expect(indexTokens(text).countBetween(start, end)).toBe(countTokens(stretch));
      }),
      { numRuns: 500 },
    );
  });

  it('estimates any stretch to two tokens', () => {
    fc.assert(
      fc.property(cut, ({ text, start, end }) => {
        fc.pre(start < end && text.isWellFormed() && text.slice(start, end).isWellFormed());
        const error =
          indexTokens(text).estimateBetween(start, end) - countTokens(text.slice(start, end));
        expect(Math.abs(error)).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});
