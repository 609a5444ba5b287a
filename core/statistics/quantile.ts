/**
 * The quantile of values in any order, between two of them where it falls between two (type 7 of R. J. Hyndman and
 * Y. Fan, "Sample quantiles in statistical packages", 1996). Null of no values.
 */
export function quantile(values: ArrayLike<number>, share: number): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).toSorted();
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
