import { describe, expect, it } from 'vitest';
import { cutWindows, findSpans } from '../../../../models/local/find-spans.ts';

describe('cutWindows', () => {
  it('reads a text that fits at once', () => {
    expect(cutWindows(10, 10)).toEqual([{ start: 0, end: 10 }]);
    expect(cutWindows(0, 10)).toEqual([]);
  });

  it('lets the windows of a longer one overlap by a half', () => {
    expect(cutWindows(21, 10)).toEqual([
      { start: 0, end: 10 },
      { start: 5, end: 15 },
      { start: 10, end: 20 },
      { start: 15, end: 21 },
    ]);
  });

  it('gets on with windows of a single token', () => {
    expect(cutWindows(2, 1)).toHaveLength(2);
  });
});

describe('findSpans', () => {
  const certain = (length: number, at: number) =>
    Array.from({ length }, (_none, index) => (index === at ? 100 : 0));

  it('takes the likeliest start with the likeliest end behind it', () => {
    const [best] = findSpans([{ from: 0, starts: certain(6, 2), ends: certain(6, 4) }], 5);
    expect(best).toMatchObject({ start: 1, end: 4 });
    expect(best?.probability).toBeCloseTo(1);
  });

  it('never ends before it begins', () => {
    const spans = findSpans([{ from: 0, starts: certain(6, 4), ends: certain(6, 2) }], 5);
    expect(spans.every(({ start, end }) => end > start)).toBe(true);
    expect(spans[0]?.probability).toBeLessThan(0.01);
  });

  it('says how probable no answer is', () => {
    const [best] = findSpans([{ from: 0, starts: certain(6, 0), ends: certain(6, 0) }], 5);
    expect(best?.noAnswer).toBeCloseTo(1);
    expect(best?.probability).toBeLessThan(0.01);
  });

  it('counts a span that two windows hold once, by its better reading', () => {
    const spans = findSpans(
      [
        { from: 0, starts: [1, 0, 0, 0, 3], ends: [1, 0, 0, 0, 3] },
        { from: 2, starts: [1, 0, 5, 0, 0], ends: [1, 0, 5, 0, 0] },
      ],
      5,
    );
    expect(spans[0]).toMatchObject({ start: 3, end: 4 });
    expect(spans[0]?.probability).toBeGreaterThan(0.9);
    const taken = spans.flatMap(({ start, end }) =>
      Array.from({ length: end - start }, (_none, at) => start + at),
    );
    expect(new Set(taken).size).toBe(taken.length);
  });

  it('gives no more than are wanted', () => {
    const flat = Array.from({ length: 20 }, () => 0);
    expect(findSpans([{ from: 0, starts: flat, ends: flat }], 2)).toHaveLength(2);
    expect(findSpans([], 2)).toEqual([]);
  });
});
