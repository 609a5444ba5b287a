import type { TraceOverview } from '../../../contract/trace-overview.ts';

/** A piece of the strip, as shares of its width from 0 to 1, in any order. */
export interface Brush {
  readonly start: number;
  readonly end: number;
}

export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

/** The whole bars that a brush touches, as a range of time; null where there are no bars. */
export function rangeOfBrush(
  { volume, bar_ms: barMs }: Pick<TraceOverview, 'volume' | 'bar_ms'>,
  brush: Brush,
): TimeRange | null {
  const first = volume[barAt(volume.length, Math.min(brush.start, brush.end))];
  const last = volume[barAt(volume.length, Math.max(brush.start, brush.end))];
  if (first === undefined || last === undefined) return null;
  return { from: first.from, to: new Date(Date.parse(last.from) + barMs).toISOString() };
}

/** The number of the bar at a share of the width. */
export function barAt(count: number, share: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor(share * count)));
}
