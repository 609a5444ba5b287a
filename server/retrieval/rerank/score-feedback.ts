import type { ChunkTallies, TallyBook } from './chunk-tallies.ts';

/** What counts as good: the best few so far. */
const FEEDBACK_CHUNKS = 5;

/**
 * How much each chunk is about what the best five are about: cosine with their weighted centroid (Rocchio
 * 1971), itself left out. Terms weigh by how rare they are among the candidates. In the order of `fused`.
 */
export function scoreFeedback(
  chunks: readonly ChunkTallies[],
  fused: readonly number[],
  book: TallyBook,
): readonly number[] {
  const vectors = toUnitVectors(chunks, book);
  const centroid = new Float64Array(book.terms.size);
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

/** Each of its terms once. */
interface TermVector {
  readonly terms: Int32Array;
  readonly values: Float64Array;
}

function toUnitVectors(chunks: readonly ChunkTallies[], book: TallyBook): readonly TermVector[] {
  const holders = countHolders(chunks, book);
  const rarities = Array.from({ length: chunks.length + 1 }, (_, count) =>
    Math.log(1 + (chunks.length - count + 0.5) / (count + 0.5)),
  );
  return chunks.map(({ terms: { numbers, counts } }): TermVector => {
    const values = new Float64Array(numbers.length);
    let square = 0;
    for (let at = 0; at < numbers.length; at += 1) {
      const rarity = rarities[holders[numbers[at] ?? 0] ?? 0] ?? 0;
      const value = (1 + Math.log(counts[at] ?? 1)) * rarity;
      values[at] = value;
      square += value * value;
    }
    const length = Math.sqrt(square) || 1;
    for (let at = 0; at < values.length; at += 1) values[at] = (values[at] ?? 0) / length;
    return { terms: numbers, values };
  });
}

/** By a term's number, in how many of the chunks it stands. */
function countHolders(chunks: readonly ChunkTallies[], book: TallyBook): Uint32Array {
  const holders = new Uint32Array(book.terms.size);
  for (const { terms } of chunks) {
    for (const term of terms.numbers) holders[term] = (holders[term] ?? 0) + 1;
  }
  return holders;
}
