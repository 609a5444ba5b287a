import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../../../cli/text/layout.ts';
import { createStreamWrapper } from '../../../../cli/text/stream-wrapper.ts';

function wrapped(pieces: readonly string[], width: number): string {
  let written = '';
  const wrapper = createStreamWrapper(width, (text) => {
    written += text;
  });
  for (const piece of pieces) wrapper.push(piece);
  wrapper.finish();
  return written;
}

describe('createStreamWrapper', () => {
  it('breaks lines at spaces, wherever the pieces end', () => {
    expect(wrapped(['one tw', 'o thr', 'ee\nfour'], 8)).toBe('one two\nthree\nfour\n');
  });

  it('writes a word as soon as it is complete', () => {
    const written: string[] = [];
    const wrapper = createStreamWrapper(20, (text) => written.push(text));
    wrapper.push('one two');
    expect(written).toEqual(['one']);
  });

  it('keeps every word in order and no line wider than asked for', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '日'),
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(fc.array(fc.array(word), { maxLength: 8 }), (lines) => {
        const text = lines.map((words) => words.join(' ')).join('\n');
        const result = wrapped(text.split(/(?<=b)/), 12);
        expect(result.split(/\s+/)).toEqual(`${text}\n`.split(/\s+/));
        for (const line of result.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(12);
      }),
    );
  });
});
