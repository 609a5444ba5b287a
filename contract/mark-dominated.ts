import type { FrontierPoint } from './frontier.ts';

/** Models choose no questions: one that gave fewer answers dominates none, and is on no frontier. */
const MIN_ANSWERS = 20;

export type MeasuredPoint = Pick<FrontierPoint, 'kind' | 'name' | 'n' | 'quality' | 'effort'>;

/** The points, the best first, each with the best other of its kind that dominates it. */
export function markDominated(points: readonly MeasuredPoint[]): FrontierPoint[] {
  const ordered = points.toSorted(
    (one, other) => other.quality - one.quality || one.effort - other.effort,
  );
  return ordered.map((point) => ({
    ...point,
    quality_per_effort: point.effort === 0 ? null : point.quality / point.effort,
    dominated_by: ordered.find((other) => dominates(other, point))?.name ?? null,
  }));
}

/** Variants are asked the same items, so that they are compared however few those are. */
export function isCompared({ kind, n }: MeasuredPoint): boolean {
  return kind === 'variant' || n >= MIN_ANSWERS;
}

function dominates(one: MeasuredPoint, other: MeasuredPoint): boolean {
  if (one.kind !== other.kind || !isCompared(one)) return false;
  const isNoWorse = one.quality >= other.quality && one.effort <= other.effort;
  return isNoWorse && (one.quality > other.quality || one.effort < other.effort);
}
