import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextChange } from '../../../../contract/version-diff.ts';
import { diffText, reverseTextDiff } from '../../../../core/diff/diff-text.ts';

function textOf(words: readonly TextChange[], without: TextChange['op']): string {
  return words.map(({ op, text }) => (op === without ? '' : text)).join('');
}

/** Texts that share words, so that there is something to align. */
const prose = fc
  .array(
    fc.constantFrom(
      'leave ',
      'is ',
      '5',
      '10',
      ' days',
      '. ',
      '\n',
      'é',
      '😀',
      '  ',
      'a-b',
      '日本',
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(prose, fc.string({ unit: 'binary' }));

describe('diffText', () => {
  it('names the words that changed and nothing else', () => {
    const { granularity, words } = diffText(
      'Carers get 5 days a year.',
      'Carers get 10 days a year.',
    );
    expect(granularity).toBe('word');
    expect(words).toEqual([
      { op: 'equal', text: 'Carers get ' },
      { op: 'delete', text: '5' },
      { op: 'insert', text: '10' },
      { op: 'equal', text: ' days a year.' },
    ]);
  });

  it('joins changes that only white space parts', () => {
    expect(diffText('after four weeks only', 'after six months only').words).toEqual([
      { op: 'equal', text: 'after ' },
      { op: 'delete', text: 'four weeks' },
      { op: 'insert', text: 'six months' },
      { op: 'equal', text: ' only' },
    ]);
  });

  it('gives both texts back, whatever they hold', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.constantFrom(1, 3, 1_000), (from, to, limit) => {
        const { words } = diffText(from, to, limit);
        expect(textOf(words, 'insert')).toBe(from);
        expect(textOf(words, 'delete')).toBe(to);
        expect(words.every(({ text }) => text !== '')).toBe(true);
      }),
    );
  });

  it('says the same from both sides', () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        expect(diffText(to, from)).toEqual(reverseTextDiff(diffText(from, to)));
      }),
    );
  });

  it('compares by sentence when too many words differ', () => {
    const kept = 'This sentence stays. ';
    const old = Array.from({ length: 40 }, (_, index) => `Old rule ${index} is gone now. `).join(
      '',
    );
    const young = Array.from({ length: 40 }, (_, index) => `Fresh text ${index * 7} came. `).join(
      '',
    );
    const { granularity, words } = diffText(old + kept, young + kept, 50);
    expect(granularity).toBe('sentence');
    expect(words.map(({ op }) => op)).toEqual(['delete', 'insert', 'equal']);
  });

  it('replaces as a whole what not even sentences can compare', () => {
    const sentences = (word: string) =>
      Array.from({ length: 700 }, (_, index) => `${word} ${index} stands alone.\n`).join('');
    expect(diffText(sentences('Alpha'), sentences('Beta'), 10)).toMatchObject({
      granularity: 'chunk',
      words: [{ op: 'delete' }, { op: 'insert' }],
    });
  });
});
