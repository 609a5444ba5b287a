import type { ChunkChange, VersionDiff } from '../../../contract/version-diff.ts';

/** A line of a diff: a change, or a run of chunks that are kept in their place, by their positions. */
export type DiffRow =
  | { readonly kind: 'change'; readonly change: ChunkChange }
  | { readonly kind: 'kept'; readonly first: number; readonly last: number };

/**
 * The changes of a diff with the runs of kept chunks between them, positions counted in the new version.
 * Every chunk that is not kept stands among the changes, and kept ones are in the same order in both
 * versions: so a removed chunk stands behind as many kept ones as stood before it.
 */
export function diffRows(diff: Pick<VersionDiff, 'changes' | 'to'>): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  const kept = keptPositions(diff);
  let shown = 0;
  const showUntil = (end: number) => {
    const run = kept.slice(shown, end);
    const [first] = run;
    const last = run.at(-1);
    if (first !== undefined && last !== undefined) rows.push({ kind: 'kept', first, last });
    shown = Math.max(shown, end);
  };
  for (const [index, change] of diff.changes.entries()) {
    const next = nextPosition(diff.changes.slice(index)) ?? diff.to.chunk_count;
    const keptBeforeNext = kept.filter((position) => position < next).length;
    showUntil(
      change.to === null
        ? Math.min(keptBefore(change.from.position, diff.changes), keptBeforeNext)
        : keptBeforeNext,
    );
    rows.push({ kind: 'change', change });
  }
  showUntil(kept.length);
  return rows;
}

function keptPositions({ changes, to }: Pick<VersionDiff, 'changes' | 'to'>): readonly number[] {
  const listed = new Set(changes.map((change) => change.to?.position));
  return Array.from({ length: to.chunk_count }, (_, position) => position).filter(
    (position) => !listed.has(position),
  );
}

/** How many kept chunks stood before a position of the old version. */
function keptBefore(position: number, changes: readonly ChunkChange[]): number {
  const listed = changes.filter(({ from }) => from !== null && from.position < position);
  return position - listed.length;
}

/** Where in the new version the first of the changes that is in it stands. */
function nextPosition(changes: readonly ChunkChange[]): number | undefined {
  return changes.find(({ to }) => to !== null)?.to?.position;
}
