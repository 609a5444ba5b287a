import type { ScoredChunks } from './score-chunks.ts';

const BUCKETS = 1_024;

/**
 * Where the best chunks stand in `scored`, best first, ties in the order of chunk numbers; a longer list
 * begins with the shorter one. Only the buckets of scores that may be among the best are sorted.
 */
export function bestChunks(
  scored: Pick<ScoredChunks, 'numbers' | 'scores'>,
  limit: number,
): readonly number[] {
  const { numbers, scores } = scored;
  const best = scores.reduce((highest, score) => Math.max(highest, score), 0);
  const bucketOf = (score: number) => (best === 0 ? 0 : Math.floor((score / best) * (BUCKETS - 1)));
  const lowest = lowestBucket(scores, { limit, bucketOf });
  const positions: number[] = [];
  for (const [position, score] of scores.entries()) {
    if (bucketOf(score) >= lowest) positions.push(position);
  }
  const byRank = (left: number, right: number) =>
    (scores[right] ?? 0) - (scores[left] ?? 0) || (numbers[left] ?? 0) - (numbers[right] ?? 0);
  return positions.toSorted(byRank).slice(0, limit);
}

/** The highest bucket such that it and those above it hold enough. */
function lowestBucket(
  scores: Float64Array,
  { limit, bucketOf }: { readonly limit: number; readonly bucketOf: (score: number) => number },
): number {
  const counts = new Uint32Array(BUCKETS);
  for (const score of scores) {
    const bucket = bucketOf(score);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  let held = 0;
  for (let bucket = BUCKETS - 1; bucket > 0; bucket -= 1) {
    held += counts[bucket] ?? 0;
    if (held >= limit) return bucket;
  }
  return 0;
}
