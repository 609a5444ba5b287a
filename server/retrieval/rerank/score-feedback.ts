import type { ChunkFeatures } from './chunk-features.ts';

/** What counts as good: the best few so far. */
const FEEDBACK_CHUNKS = 5;

/**
 * How much each chunk is about what the best five are about: cosine with their weighted centroid (Rocchio
 * 1971), itself left out. Terms weigh by how rare they are among the candidates. In the order of `fused`.
 */
export function scoreFeedback(
  chunks: readonly ChunkFeatures[],
  fused: readonly number[],
): readonly number[] {
  const vectors = toUnitVectors(chunks);
  const centroid = new Map<string, number>();
  const shares = vectors.map((_, index) => (index < FEEDBACK_CHUNKS ? (fused[index] ?? 0) : 0));
  for (const [index, vector] of vectors.slice(0, FEEDBACK_CHUNKS).entries()) {
    for (const [term, value] of vector) {
      centroid.set(term, (centroid.get(term) ?? 0) + value * (shares[index] ?? 0));
    }
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return vectors.map((vector, index) => {
    const own = shares[index] ?? 0;
    if (total - own <= 0) return 0;
    let similarity = 0;
    for (const [term, value] of vector) similarity += value * (centroid.get(term) ?? 0);
    return Math.max(0, (similarity - own) / (total - own));
  });
}

function toUnitVectors(chunks: readonly ChunkFeatures[]): readonly ReadonlyMap<string, number>[] {
  const holders = new Map<string, number>();
  for (const { places } of chunks) {
    for (const term of places.keys()) holders.set(term, (holders.get(term) ?? 0) + 1);
  }
  const rarity = new Map(
    [...holders].map(([term, count]) => [
      term,
      Math.log(1 + (chunks.length - count + 0.5) / (count + 0.5)),
    ]),
  );
  return chunks.map(({ places }) => {
    const vector = new Map<string, number>();
    let square = 0;
    for (const [term, at] of places) {
      const value = (1 + Math.log(at.length)) * (rarity.get(term) ?? 0);
      vector.set(term, value);
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (const [term, value] of vector) vector.set(term, value / length);
    return vector;
  });
}
