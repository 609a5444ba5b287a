import * as fc from 'fast-check';
import { countTokens as countEncodedTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { endOfPreToken } from '../../../core/pre-tokens.ts';
import { countTokens } from '../../../core/token-count.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      'word',
      ' ',
      '  ',
      '\n',
      '\r\n',
      "'s",
      "'LL",
      "'",
      '. ',
      '((',
      '123',
      '٣',
      '漢',
      'é',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 30,
});

describe('endOfPreToken', () => {
  it('cuts a text so that its parts have the tokens of the whole', () => {
    fc.assert(
      fc.property(text, (text) => {
        fc.pre(!/\S{32}|\s{32}/u.test(text));
        expect(countTokens(text)).toBe(
          countEncodedTokens(text, { disallowedSpecial: new Set<string>() }),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('moves on by a bounded step through a run without an end', () => {
    const run = 'x'.repeat(100_000);
    const steps = [];
    for (let start = 0; start < run.length; start = endOfPreToken(run, start)) steps.push(start);
    expect(steps.length).toBeGreaterThan(run.length / 100);
  });
});
