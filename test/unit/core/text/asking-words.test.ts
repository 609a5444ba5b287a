import { describe, expect, it } from 'vitest';
import { Language } from '../../../../contract/language.ts';
import { onlyAsks } from '../../../../core/text/asking-words.ts';

const ONLY_ENGLISH: readonly Language[] = ['en'];

describe('onlyAsks', () => {
  it.each(['much', 'Often', 'means', 'happens', 'say', 'work'])(
    'says that %s asks and is not asked about',
    (word) => {
      expect(onlyAsks(word, ONLY_ENGLISH)).toBe(true);
    },
  );

  it.each(['hotel', 'deadline', 'limit', 'cost', 'parental', ''])(
    'leaves %s as something that is asked about',
    (word) => {
      expect(onlyAsks(word, ONLY_ENGLISH)).toBe(false);
    },
  );

  it('reads a word in the languages that are searched', () => {
    expect(onlyAsks('bedeutet', ONLY_ENGLISH)).toBe(false);
    expect(onlyAsks('bedeutet', ['en', 'de'])).toBe(true);
  });

  it('knows such words in each language', () => {
    const words = ['mean', 'bedeutet', 'signifie', 'significa', 'significa', 'betekent', 'betyder'];
    for (const language of Language.options) {
      expect(words.some((word) => onlyAsks(word, [language]))).toBe(true);
    }
  });
});
