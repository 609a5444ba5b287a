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
  let best = 0;
  for (let at = 0; at < scores.length; at += 1) best = Math.max(best, scores[at] ?? 0);
  const scale = best === 0 ? 0 : (BUCKETS - 1) / best;
  const lowest = lowestBucket(scores, { limit, scale });
  const positions: number[] = [];
  for (let at = 0; at < scores.length; at += 1) {
    if (bucketOf(scores[at] ?? 0, scale) >= lowest) positions.push(at);
  }
  const byRank = (left: number, right: number) =>
    (scores[right] ?? 0) - (scores[left] ?? 0) || (numbers[left] ?? 0) - (numbers[right] ?? 0);
  return positions.toSorted(byRank).slice(0, limit);
}

function bucketOf(score: number, scale: number): number {
  return Math.floor(score * scale);
}

/** The highest bucket such that it and those above it hold enough. */
function lowestBucket(
  scores: Float64Array,
  { limit, scale }: { readonly limit: number; readonly scale: number },
): number {
  const counts = new Uint32Array(BUCKETS);
  for (let at = 0; at < scores.length; at += 1) {
    const bucket = bucketOf(scores[at] ?? 0, scale);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  let held = 0;
  for (let bucket = BUCKETS - 1; bucket > 0; bucket -= 1) {
    held += counts[bucket] ?? 0;
    if (held >= limit) return bucket;
  }
  return 0;
}
