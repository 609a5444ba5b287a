/** The unit vector (L2) in the same direction; null for what has none: zeros, NaN, infinities. */
export function normaliseVector(vector: Iterable<number>): Float32Array | null {
  const values = Float32Array.from(vector);
  const length = Math.hypot(...values);
  return Number.isFinite(length) && length > 0 ? values.map((value) => value / length) : null;
}
