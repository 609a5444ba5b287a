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
  const { vectors, size } = toUnitVectors(chunks);
  const centroid = new Float64Array(size);
  const shares = vectors.map((_, index) => (index < FEEDBACK_CHUNKS ? (fused[index] ?? 0) : 0));
  for (const [index, { terms, values }] of vectors.slice(0, FEEDBACK_CHUNKS).entries()) {
    for (const [at, term] of terms.entries()) {
      centroid[term] = (centroid[term] ?? 0) + (values[at] ?? 0) * (shares[index] ?? 0);
    }
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return vectors.map(({ terms, values }, index) => {
    const own = shares[index] ?? 0;
    if (total - own <= 0) return 0;
    let similarity = 0;
    for (let at = 0; at < terms.length; at += 1) {
      similarity += (values[at] ?? 0) * (centroid[terms[at] ?? 0] ?? 0);
    }
    return Math.max(0, (similarity - own) / (total - own));
  });
}

/** Each of its terms once, by a number that is the term's among these candidates. */
interface TermVector {
  readonly terms: readonly number[];
  readonly values: Float64Array;
}

function toUnitVectors(chunks: readonly ChunkFeatures[]): {
  readonly vectors: readonly TermVector[];
  readonly size: number;
} {
  const counter = createTermCounter();
  const counted = chunks.map(({ terms }) => counter.count(terms));
  const rarity = counter.holders.map((count) =>
    Math.log(1 + (chunks.length - count + 0.5) / (count + 0.5)),
  );
  const vectors = counted.map(({ terms, counts }): TermVector => {
    const values = new Float64Array(terms.length);
    let square = 0;
    for (let at = 0; at < terms.length; at += 1) {
      const value = (1 + Math.log(counts[at] ?? 1)) * (rarity[terms[at] ?? 0] ?? 0);
      values[at] = value;
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length;
    return { terms, values };
  });
  return { vectors, size: rarity.length };
}

/** Numbers terms as they come, and counts in how many sequences each stands. */
function createTermCounter() {
  const numbers = new Map<string, number>();
  const holders: number[] = [];
  /** Where a term stands among those of the last sequence that held it. */
  const places: number[] = [];
  return {
    holders,
    count(sequence: readonly string[]): {
      readonly terms: readonly number[];
      readonly counts: readonly number[];
    } {
      const terms: number[] = [];
      const counts: number[] = [];
      for (const name of sequence) {
        let term = numbers.get(name);
        if (term === undefined) {
          term = holders.length;
          numbers.set(name, term);
          holders.push(0);
          places.push(0);
        }
        let place = places[term] ?? 0;
        if (terms[place] !== term) {
          place = terms.length;
          places[term] = place;
          terms.push(term);
          counts.push(0);
          holders[term] = (holders[term] ?? 0) + 1;
        }
        counts[place] = (counts[place] ?? 0) + 1;
      }
      return { terms, counts };
    },
  };
}
