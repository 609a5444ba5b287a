import type { SegmentLimits } from './segment-limits.ts';

interface IndexedSegment {
  readonly number: number;
  readonly rowCount: number;
}

/**
 * Which of a profile's indexed segments are worth one index in place of several; null where none are. Segments are
 * merged with others of their size, where one size ends at `mergeCount` times what it began with, so that a row is
 * written again only as often as its segment has grown by that. The smallest size comes first, of a size the oldest.
 */
export function planMerge(
  segments: readonly IndexedSegment[],
  { minRows, mergeCount, maxMergedRows }: SegmentLimits,
): readonly number[] | null {
  const bySize = new Map<number, IndexedSegment[]>();
  for (const segment of segments) {
    const size = Math.log(segment.rowCount / minRows) / Math.log(mergeCount);
    const whole = Math.max(0, Math.floor(size));
    bySize.set(whole, [...(bySize.get(whole) ?? []), segment]);
  }
  for (const [, alike] of [...bySize].toSorted(([left], [right]) => left - right)) {
    if (alike.length < mergeCount) continue;
    const merged = takeOldest(alike, mergeCount, maxMergedRows);
    if (merged.length > 1) return merged;
  }
  return null;
}

function takeOldest(
  segments: readonly IndexedSegment[],
  count: number,
  maxRows: number,
): readonly number[] {
  const taken: number[] = [];
  let rows = 0;
  for (const { number, rowCount } of segments.toSorted(
    (left, right) => left.number - right.number,
  )) {
    if (taken.length === count || rows + rowCount > maxRows) break;
    taken.push(number);
    rows += rowCount;
  }
  return taken;
}
