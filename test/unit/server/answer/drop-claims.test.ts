import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dropClaims } from '../../../../server/answer/drop-claims.ts';

/** The answer without the sentences of these words. */
function dropping(answer: string, ...words: readonly string[]): string {
  return dropClaims(
    answer,
    words.map((word) => {
      const start = answer.indexOf(word);
      return { char_start: start, char_end: start + word.length };
    }),
  );
}

describe('dropClaims', () => {
  it.each([
    [
      'a sentence with its markers',
      'One is so [1]. Two is not [2]. Three is [3].',
      'Two is not',
      'One is so [1]. Three is [3].',
    ],
    [
      'a marker behind the full stop',
      'One is so. [1] Two is not. [2]',
      'Two is not',
      'One is so. [1]',
    ],
    [
      'the whole of a sentence of which one clause fails',
      'It is so [1], and it is not [2]. More [3].',
      'it is not',
      'More [3].',
    ],
    [
      'a list item',
      'They are:\n\n- one [1]\n- two [2]\n- three [3]',
      'two',
      'They are:\n\n- one [1]\n- three [3]',
    ],
    ['a paragraph', 'One [1].\n\nTwo [2].\n\nThree [3].', 'Two', 'One [1].\n\nThree [3].'],
    [
      'a row of a table',
      '| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |',
      '| 1 | 2 |',
      '| a | b |\n|---|---|\n| 3 | 4 |',
    ],
    ['all there is', 'One [1].', 'One', ''],
  ])('leaves out %s', (_case, answer, words, left) => {
    expect(dropping(answer, words)).toBe(left);
  });

  it('leaves out what leads to a list of which no item is left', () => {
    const answer = 'It is so [1].\n\nThe steps are:\n\n- one [1]\n- two [2]\n\nThat is all [3].';

    expect(dropping(answer, 'one', 'two')).toBe('It is so [1].\n\nThat is all [3].');
    expect(dropping(answer, 'two')).toContain('The steps are:\n\n- one [1]');
  });

  it('changes nothing where nothing is dropped, but white space at the ends', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(dropClaims(text, []).trim()).toBe(text.trim());
      }),
    );
  });

  it('is shorter with each claim that is dropped', () => {
    const answer = 'One is so [1]. Two is not [2].\n\n- Three is [3]\n- Four is not [4]';
    expect(dropping(answer, 'Two', 'Four')).toBe('One is so [1].\n\n- Three is [3]');
    expect(dropping(answer, 'One', 'Two', 'Three', 'Four')).toBe('');
  });
});
