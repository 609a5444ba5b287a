import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachRun } from '../../../../core/text/runs.ts';

describe('the runs of a text', () => {
  it('keeps joined words together and leaves a joiner at the end out', () => {
    expect(runsOf('Re-use VPN-4031. See e.g. a/b, or -x-')).toEqual([
      ['Re-use', 0],
      ['VPN-4031', 7],
      ['See', 17],
      ['e.g', 21],
      ['a/b', 26],
      ['or', 31],
      ['x', 35],
    ]);
  });

  it('finds what the expression that defines them finds, in any text', () => {
    const piece = fc.oneof(
      fc.constantFrom('a', 'Z', 'word', '7', '1,234', ',', '.', '-', '_', '@', '/', '&', ' ', '\n'),
      fc.constantFrom(
        'é',
        'e\u0301',
        '\u00ad',
        '\u200b',
        '\u2011',
        '\u2019',
        'ß',
        '東',
        '𝒜',
        '😀',
        '\ud800',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const expected = [...text.matchAll(DEFINITION)].map((match) => [match[0], match.index]);
        expect(runsOf(text)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});

const DEFINITION =
  /(?:\d{1,3}(?:,\d{3}){1,6}(?![\d,])|[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d]+)(?:[-\u2010\u2011\u2013_.@/&][\p{L}\p{N}\p{M}\u00ad\u200b-\u200d]+)*/gu;

function runsOf(text: string): readonly (readonly [string, number])[] {
  const runs: [string, number][] = [];
  forEachRun(text, (run, start) => runs.push([run, start]));
  return runs;
}
