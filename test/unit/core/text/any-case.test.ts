import { describe, expect, it } from 'vitest';
import { inAnyCase } from '../../../../core/text/any-case.ts';

describe('inAnyCase', () => {
  const words = ['may', 'MAY', 'sixth', 'SiXth', '\u017fixth', 'wee\u212a', 'week', 'we3k', 'm-y'];

  it.each(['may', String.raw`six(?:th|ty)`, String.raw`wee?k|\d\w`])(
    'makes /%s/ match what it matches with the flags i and u',
    (pattern) => {
      const folding = new RegExp(pattern, 'iu');
      const without = new RegExp(inAnyCase(pattern));
      expect(words.filter((word) => without.test(word))).toEqual(
        words.filter((word) => folding.test(word)),
      );
    },
  );
});
