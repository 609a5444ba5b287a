import { describe, expect, it } from 'vitest';
import { planMerge } from '../../../../../db/queries/embedding-segments/plan-merge.ts';
import { DEFAULT_SEGMENT_LIMITS } from '../../../../../db/queries/embedding-segments/segment-limits.ts';

const LIMITS = { ...DEFAULT_SEGMENT_LIMITS, minRows: 100, mergeCount: 4, maxMergedRows: 5_000 };

/** Segments of so many rows, the oldest first. */
function planOf(...rowCounts: readonly number[]) {
  return planMerge(
    rowCounts.map((rowCount, index) => ({ number: index + 1, rowCount })),
    LIMITS,
  );
}

describe('planMerge', () => {
  it('merges four segments of one size, the oldest ones', () => {
    expect(planOf(100, 120, 250)).toBeNull();
    expect(planOf(100, 120, 250, 399)).toEqual([1, 2, 3, 4]);
    expect(planOf(100, 120, 250, 399, 100)).toEqual([1, 2, 3, 4]);
  });

  it('leaves larger ones alone until there are as many of their size', () => {
    expect(planOf(400, 100, 1_000, 100, 100)).toBeNull();
    expect(planOf(400, 100, 1_000, 100, 100, 100)).toEqual([2, 4, 5, 6]);
    expect(planOf(400, 1_000, 1_599, 800)).toEqual([1, 2, 3, 4]);
  });

  it('takes fewer where four would be too large, and none where two would be', () => {
    expect(planOf(1_600, 1_700, 1_600, 1_700)).toEqual([1, 2, 3]);
    expect(planOf(3_000, 3_000, 3_000, 3_000)).toBeNull();
    expect(planOf(4_900, 1_600, 1_600, 1_600)).toBeNull();
  });

  it('counts what has become smaller than any segment as the smallest size', () => {
    expect(planOf(10, 100, 1, 100)).toEqual([1, 2, 3, 4]);
  });

  it('writes each row again only when its segment has grown fourfold', () => {
    const written = new Map<number, number>();
    let segments: { number: number; rowCount: number }[] = [];
    let merges = 0;
    for (let number = 1; number <= 48; number += 1) {
      segments.push({ number, rowCount: 100 });
      for (let merged = planMerge(segments, LIMITS); merged !== null;) {
        const rowCount = segments
          .filter((one) => merged?.includes(one.number))
          .reduce((sum, one) => sum + one.rowCount, 0);
        segments = segments.filter((one) => !merged?.includes(one.number));
        merges += 1;
        segments.push({ number: 1_000 + merges, rowCount });
        written.set(rowCount, (written.get(rowCount) ?? 0) + 1);
        merged = planMerge(segments, LIMITS);
      }
    }
    expect([...written]).toEqual([
      [400, 12],
      [1_600, 3],
    ]);
    expect(segments).toHaveLength(3);
  });
});
