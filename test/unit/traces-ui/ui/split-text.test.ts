import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../../../traces-ui/src/ui/split-text.ts';

describe('splitText', () => {
  it('cuts at the borders of overlapping ranges', () => {
    const parts = splitText('abcdef', [
      { start: 1, end: 4, label: 'first' },
      { start: 3, end: 9, label: 'second' },
    ]);
    expect(parts).toEqual([
      { start: 0, end: 1, text: 'a', labels: [] },
      { start: 1, end: 3, text: 'bc', labels: ['first'] },
      { start: 3, end: 4, text: 'd', labels: ['first', 'second'] },
      { start: 4, end: 6, text: 'ef', labels: ['second'] },
    ]);
  });

  it('ignores ranges that are empty or outside the text', () => {
    const ranges = [
      { start: 2, end: 2, label: 'empty' },
      { start: 7, end: 9, label: 'outside' },
    ];
    expect(splitText('abc', ranges)).toEqual([{ start: 0, end: 3, text: 'abc', labels: [] }]);
  });

  it('gives back the text whole and in order', () => {
    const range = fc.record({ start: fc.integer(), end: fc.integer(), label: fc.constant('x') });
    fc.assert(
      fc.property(fc.string(), fc.array(range), (text, ranges) => {
        expect(
          splitText(text, ranges)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
