import { describe, expect, it } from 'vitest';
import { countBuckets } from '../../../../core/classify/count-buckets.ts';
import { indexColumns } from '../../../../core/classify/feature-weights.ts';

/** Many share their last bits, so that they want the same place. */
const BUCKETS = [7, 7 + 64, 7 + 128, 0, 8, 7, 2 ** 20 + 7, 0, 7 + 64, 7];

describe('countBuckets', () => {
  it('counts each bucket in the order in which it is met first', () => {
    const counted: [number, number][] = [];
    countBuckets(BUCKETS).forEach((count, bucket) => counted.push([bucket, count]));
    const expected = new Map<number, number>();
    for (const bucket of BUCKETS) expected.set(bucket, (expected.get(bucket) ?? 0) + 1);
    expect(counted).toEqual([...expected]);
  });

  it('counts nothing where nothing is met', () => {
    expect([...countBuckets([]).keys()]).toEqual([]);
  });
});

describe('indexColumns', () => {
  it('finds the column of every bucket that is known, and none of another', () => {
    const buckets = Int32Array.from(new Set(BUCKETS)).toSorted();
    const columns = indexColumns({ buckets, rarity: new Float32Array(), unseenRarity: 1 });
    expect(Array.from(buckets, (bucket) => columns.get(bucket))).toEqual([...buckets.keys()]);
    expect([1, 7 + 256, 2 ** 21].map((bucket) => columns.get(bucket))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
