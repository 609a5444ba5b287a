import { describe, expect, it } from 'vitest';
import { joinSpans, spansOverlap, takeSpans, trimSpan } from '../../../../core/text/spans.ts';

describe('trimSpan', () => {
  it('drops white space of every kind at both ends', () => {
    expect(trimSpan(' \u00a0\n ab \u2003', { start: 0, end: 8 })).toEqual({ start: 4, end: 6 });
  });

  it('gives null where nothing is left', () => {
    expect(trimSpan('a \t\n b', { start: 1, end: 5 })).toBeNull();
  });
});

describe('joinSpans', () => {
  it('joins spans that touch or overlap, whatever their order', () => {
    expect(
      joinSpans([
        { start: 6, end: 8 },
        { start: 0, end: 3 },
        { start: 2, end: 6 },
      ]),
    ).toEqual([{ start: 0, end: 8 }]);
  });

  it('keeps spans apart that have text between them', () => {
    const spans = [
      { start: 0, end: 2 },
      { start: 3, end: 4 },
    ];
    expect(joinSpans(spans)).toEqual(spans);
  });
});

describe('spansOverlap', () => {
  it('does not count spans that only touch', () => {
    expect(spansOverlap({ start: 0, end: 2 }, { start: 2, end: 4 })).toBe(false);
    expect(spansOverlap({ start: 0, end: 3 }, { start: 2, end: 4 })).toBe(true);
  });
});

describe('takeSpans', () => {
  it('hands out every part of the text once', () => {
    const take = takeSpans(10);
    expect(take({ start: 2, end: 5 })).toBe(true);
    expect(take({ start: 4, end: 6 })).toBe(false);
    expect(take({ start: 5, end: 6 })).toBe(true);
  });
});
