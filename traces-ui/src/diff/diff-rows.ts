import type { ChunkChange, VersionDiff } from '../../../contract/version-diff.ts';

/** A line of a diff: a change, or a run of chunks that are kept in their place, by their positions. */
export type DiffRow =
  | { readonly kind: 'change'; readonly change: ChunkChange }
  | { readonly kind: 'kept'; readonly first: number; readonly last: number };

/**
 * The changes of a diff with the runs of kept chunks between them. Every chunk of the new version that is
 * not kept stands among the changes, in order, so the gaps between their positions are the kept ones.
 */
export function diffRows(diff: Pick<VersionDiff, 'changes' | 'to'>): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  let next = 0;
  for (const change of diff.changes) {
    if (change.to !== null) {
      rows.push(...keptBetween(next, change.to.position));
      next = change.to.position + 1;
    }
    rows.push({ kind: 'change', change });
  }
  return [...rows, ...keptBetween(next, diff.to.chunk_count)];
}

function keptBetween(first: number, end: number): readonly DiffRow[] {
  return first < end ? [{ kind: 'kept', first, last: end - 1 }] : [];
}
