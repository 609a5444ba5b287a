import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth, truncate, wrap, wrapHanging } from '../../../../cli/text/layout.ts';

describe('displayWidth', () => {
  it('counts two cells for a wide character and none for a combining one', () => {
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
  });
});

describe('truncate', () => {
  it('leaves a line that fits as it is', () => {
    expect(truncate('four', 4)).toBe('four');
  });

  it('cuts a longer line and says so', () => {
    expect(truncate('handbook.md', 6)).toBe('handb…');
  });

  it('never gives a line wider than asked for', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 20 }),
        (line, width) => {
          expect(displayWidth(truncate(line, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('wrap', () => {
  it('breaks at spaces and keeps the lines that were there', () => {
    expect(wrap('one two three\nfour', 8)).toEqual(['one two', 'three', 'four']);
  });

  it('leaves a word whole that is wider than the line', () => {
    expect(wrap('a https://example.org/x b', 5)).toEqual(['a', 'https://example.org/x', 'b']);
  });
});

describe('wrapHanging', () => {
  it('indents every line but the first', () => {
    expect(wrapHanging('one two three', 9, '  ')).toBe('one two\n  three');
  });
});
