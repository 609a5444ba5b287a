import { describe, expect, it } from 'vitest';
import { findWords } from '../../../../core/text/find-words.ts';

describe('findWords', () => {
  it('finds every place of the words, at both ends of the text, too', () => {
    expect(findWords('27 days, then 27 days', '27 days')).toEqual([
      { start: 0, end: 7 },
      { start: 14, end: 21 },
    ]);
  });

  it.each([
    ['before', 'prepaid', 'paid'],
    ['behind', 'daylight', 'day'],
  ])('finds nothing in a longer word that goes on %s', (_, text, wanted) => {
    expect(findWords(text, wanted)).toEqual([]);
  });

  it('finds nothing where nothing is wanted', () => {
    expect(findWords('a text', '')).toEqual([]);
  });
});
