import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OVERVIEW_LIMIT } from '../../../../contract/trace-overview.ts';
import { fillBars, scaleBars } from '../../../../server/tracing/describe-volume.ts';

const at = (text: string) => new Date(`2026-03-${text}Z`);
const NOTHING_ASKED = { from: null, to: null, bars: 60 };

describe('scaleBars', () => {
  it('draws three hours in bars of ten minutes, from a whole one on', () => {
    const span = { count: 9, first: at('01T10:03:00'), last: at('01T12:55:00') };

    expect(scaleBars(span, { ...NOTHING_ASKED, bars: 20 })).toEqual({
      from: at('01T10:00:00'),
      barMs: 600_000,
      count: 18,
    });
  });

  it('covers what was asked for, also where nothing is', () => {
    const span = { count: 2, first: at('02T00:00:00'), last: at('02T01:00:00') };
    const scale = scaleBars(span, { from: at('01T00:00:00'), to: at('05T00:00:00'), bars: 4 });

    expect(scale).toEqual({ from: at('01T00:00:00'), barMs: 86_400_000, count: 4 });
  });

  it('begins with the first trace that it knows where not all are known', () => {
    const span = { count: OVERVIEW_LIMIT, first: at('03T00:00:00'), last: at('04T00:00:00') };
    const scale = scaleBars(span, { from: at('01T00:00:00'), to: null, bars: 60 });

    expect(scale.from).toEqual(at('03T00:00:00'));
  });

  it('never draws more bars than are wanted and leaves no trace out', () => {
    const ms = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 1, max: 200 }), (one, other, bars) => {
        const [first, last] = [new Date(Math.min(one, other)), new Date(Math.max(one, other))];
        const { from, barMs, count } = scaleBars(
          { count: 2, first, last },
          { from: null, to: null, bars },
        );
        expect(count).toBeLessThanOrEqual(bars);
        expect(from.getTime()).toBeLessThanOrEqual(first.getTime());
        expect(from.getTime() + count * barMs).toBeGreaterThan(last.getTime());
      }),
    );
  });
});

describe('fillBars', () => {
  it('has a bar for every part of the time, with no latency where there is no trace', () => {
    const scale = { from: at('01T00:00:00'), barMs: 3_600_000, count: 2 };

    expect(fillBars(scale, [{ bar: 1, count: 3, p50Ms: 20, p95Ms: 80 }])).toEqual([
      { from: '2026-03-01T00:00:00.000Z', count: 0, p50_ms: null, p95_ms: null },
      { from: '2026-03-01T01:00:00.000Z', count: 3, p50_ms: 20, p95_ms: 80 },
    ]);
  });
});
