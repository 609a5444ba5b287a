import type { FrontierPoint } from './frontier.ts';

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

function dominates(one: MeasuredPoint, other: MeasuredPoint): boolean {
  if (one.kind !== other.kind) return false;
  const isNoWorse = one.quality >= other.quality && one.effort <= other.effort;
  return isNoWorse && (one.quality > other.quality || one.effort < other.effort);
}
