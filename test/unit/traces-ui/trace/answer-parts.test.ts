import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAnswerParts } from '../../../../traces-ui/src/trace/answer-parts.ts';
import { buildCitation, buildClaim } from '../builders.ts';

const ANSWER = 'You get five days [1]. Ask HR [1, 2].';

describe('buildAnswerParts', () => {
  it('tells claims, markers and plain text apart', () => {
    const claims = [
      buildClaim({ char_start: 0, char_end: 17 }),
      buildClaim({ index: 1, char_start: 23, char_end: 29, markers: [1, 2] }),
    ];
    const parts = buildAnswerParts(ANSWER, claims, [buildCitation()]);
    expect(parts).toEqual([
      {
        kind: 'claim',
        start: 0,
        text: 'You get five days',
        claim: claims[0],
        isUnsupported: false,
        isLast: true,
      },
      { kind: 'text', start: 17, text: ' ' },
      { kind: 'marker', start: 18, markers: [1], claim: claims[0] },
      { kind: 'text', start: 21, text: '. ' },
      {
        kind: 'claim',
        start: 23,
        text: 'Ask HR',
        claim: claims[1],
        isUnsupported: false,
        isLast: true,
      },
      { kind: 'text', start: 29, text: ' ' },
      { kind: 'marker', start: 30, markers: [1, 2], claim: claims[1] },
      { kind: 'text', start: 36, text: '.' },
    ]);
  });

  it('gives a marker to no claim that does not bear it', () => {
    const parts = buildAnswerParts(ANSWER, [buildClaim({ markers: [] })], [buildCitation()]);
    expect(parts.filter((part) => part.kind === 'marker')).toEqual([
      { kind: 'marker', start: 18, markers: [1], claim: null },
    ]);
  });

  it('leaves bracketed numbers that nobody cites as text', () => {
    const parts = buildAnswerParts('See form [42].', [], []);
    expect(parts).toEqual([{ kind: 'text', start: 0, text: 'See form [42].' }]);
  });

  it('keeps a marker inside a claim out of the claim and puts the verdict behind its last words', () => {
    const claim = buildClaim({ char_start: 0, char_end: 13 });
    const parts = buildAnswerParts('Five [1] days', [claim], [buildCitation()]);
    expect(parts.map((part) => part.kind)).toEqual(['claim', 'marker', 'claim']);
    expect(parts.map((part) => part.kind === 'claim' && part.isLast)).toEqual([false, false, true]);
  });

  it('sets the words that nothing supports apart', () => {
    const claim = buildClaim({ unsupported_spans: [{ char_start: 8, char_end: 12 }] });
    const parts = buildAnswerParts('You get five days', [claim], []);
    expect(
      parts.map((part) => [
        part.kind === 'claim' && part.text,
        part.kind === 'claim' && part.isUnsupported,
      ]),
    ).toEqual([
      ['You get ', false],
      ['five', true],
      [' days', false],
    ]);
  });

  it('shows every character of the answer once, whatever the offsets', () => {
    const span = fc.tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: -3, max: 60 }));
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.array(span, { maxLength: 5 }), (text, spans) => {
        const claims = spans.map(([start, end], index) =>
          buildClaim({ index, char_start: start, char_end: end }),
        );
        const parts = buildAnswerParts(text, claims, [buildCitation()]);
        const shown = parts.map((part, index) =>
          part.kind === 'marker' ? text.slice(part.start, parts[index + 1]?.start) : part.text,
        );
        expect(shown.join('')).toBe(text);
      }),
    );
  });
});
