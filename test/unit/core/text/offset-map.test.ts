import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeText, normalizeWithOffsets } from '../../../../core/text/offset-map.ts';

describe('normalizeWithOffsets', () => {
  it('makes one kind of quote, dash and space, and takes ligatures apart', () => {
    expect(normalizeText('“ﬁve”\u00a0–\u2009it’s  one')).toBe('"five" - it\'s one');
  });

  it('drops soft hyphens and joins words that a line break cut', () => {
    expect(normalizeText('carry\u00ading exam-\n  ple, well-\nKnown')).toBe(
      'carrying example, well- Known',
    );
  });

  it('leads from a normalised span back to the original', () => {
    const original = 'The ﬁrst  “e\u0301tage”';
    const { text, toOriginal } = normalizeWithOffsets(original);
    const start = text.indexOf('étage');
    const span = toOriginal({ start, end: start + 5 });
    expect(original.slice(span.start, span.end)).toBe('e\u0301tage');
  });

  it('maps every span into the original, in order', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (original) => {
        const { text, toOriginal } = normalizeWithOffsets(original);
        let previous = 0;
        for (let at = 0; at < text.length; at += 1) {
          const { start, end } = toOriginal({ start: at, end: at + 1 });
          expect(start).toBeGreaterThanOrEqual(previous);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(original.length);
          previous = start;
        }
      }),
    );
  });
});
