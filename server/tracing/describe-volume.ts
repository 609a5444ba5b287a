import { OVERVIEW_LIMIT, type VolumeBar } from '../../contract/trace-overview.ts';
import type { TraceSpan, VolumeRow } from '../../db/queries/trace-overview.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What people read off a clock or a calendar. Every one divides the next, but for weeks. */
const BAR_LENGTHS: readonly number[] = [
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 30].map((count) => count * MINUTE),
  ...[1, 2, 6, 12].map((count) => count * HOUR),
  ...[1, 7, 28, 84, 364].map((count) => count * DAY),
];

export interface BarScale {
  /** The first bar's start: a whole number of bars since 1970. */
  readonly from: Date;
  readonly barMs: number;
  readonly count: number;
}

/**
 * Bars of a length that people read, at most `bars` of them, over what is asked for: from `from` or the
 * first trace to `to` or the last one. Where only the newest traces are known, no earlier than these.
 */
export function scaleBars(
  span: TraceSpan,
  asked: { readonly from: Date | null; readonly to: Date | null; readonly bars: number },
): BarScale {
  const isWhole = span.count < OVERVIEW_LIMIT;
  const start = isWhole && asked.from !== null ? asked.from : span.first;
  // An end is exclusive, and the last trace has to lie before it.
  const end = Math.max(asked.to?.getTime() ?? 0, span.last.getTime() + 1);
  for (const barMs of BAR_LENGTHS) {
    const first = Math.floor(start.getTime() / barMs) * barMs;
    const count = Math.ceil((end - first) / barMs);
    if (count <= asked.bars) return { from: new Date(first), barMs, count };
  }
  const barMs = Math.ceil((end - start.getTime()) / asked.bars / DAY) * DAY;
  const count = Math.max(1, Math.ceil((end - start.getTime()) / barMs));
  return { from: start, barMs, count };
}

/** One bar after the other, those without a trace, too. */
export function fillBars(scale: BarScale, rows: readonly VolumeRow[]): VolumeBar[] {
  const rowOf = new Map(rows.map((row) => [row.bar, row]));
  return Array.from({ length: scale.count }, (_, bar) => {
    const row = rowOf.get(bar);
    return {
      from: new Date(scale.from.getTime() + bar * scale.barMs).toISOString(),
      count: row?.count ?? 0,
      p50_ms: row?.p50Ms ?? null,
      p95_ms: row?.p95Ms ?? null,
    };
  });
}
