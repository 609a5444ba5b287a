import type { LegRow, LegRows, SearchScope } from './search-scope.ts';

/** A chunk in scope. */
export interface ScopedRow extends LegRow {
  readonly readable: boolean;
}

/** What one leg has ranked, as far as it is looked at. Rows are in scope, best first. */
export interface Ranking {
  /** Those among its best `count`; `isWhole` when it has no more. */
  look(count: number): Promise<Look>;
  /** All that it ranks in the scope, or only what may be read of that; null when it is not small. */
  rankSmallScope(part: 'whole' | 'readable'): Promise<readonly ScopedRow[] | null>;
}

export interface Look {
  readonly rows: readonly ScopedRow[];
  readonly isWhole: boolean;
}

/** A scope that is no larger is small. */
export const SMALL_SCOPE = 20_000;

/** The first look is at a few more than are wanted, which is enough where nearly all may be read. */
const FIRST_LOOK = 1.25;
const GROWTH = 4;
const LOOKS_BEFORE_SCOPE = 2;

/**
 * Looks at ever more of the best until enough are found, which takes one look or two in a wide scope; in a
 * narrow one it is cheaper to know the scope.
 */
export async function findBestInScope(
  ranking: Ranking,
  { depth }: Pick<SearchScope, 'depth'>,
): Promise<LegRows<LegRow>> {
  for (let look = 1; ; look += 1) {
    const count = Math.ceil(depth * FIRST_LOOK * GROWTH ** (look - 1));
    const { rows, isWhole } = await ranking.look(count);
    const best = splitByAccess(rows, depth);
    if (best.found.length === depth || isWhole) return best;
    if (look !== LOOKS_BEFORE_SCOPE) continue;
    const ofScope = await rankKnowing(rows, ranking, depth);
    if (ofScope !== null) return splitByAccess(ofScope, depth);
  }
}

/** Where the look went deep enough, which chunks may not be read though they stand among the best is known. */
async function rankKnowing(
  looked: readonly ScopedRow[],
  ranking: Ranking,
  depth: number,
): Promise<readonly ScopedRow[] | null> {
  if (looked.length < depth) return ranking.rankSmallScope('whole');
  const readable = await ranking.rankSmallScope('readable');
  if (readable === null) return null;
  return [...readable, ...looked.filter((row) => !row.readable)].toSorted(
    (left, right) => right.score - left.score || left.chunkNumber - right.chunkNumber,
  );
}

/** Of ranked rows, the best that may be read and those that may not but stand among the best. */
function splitByAccess(rows: readonly ScopedRow[], depth: number): LegRows<LegRow> {
  return {
    found: rows
      .filter((row) => row.readable)
      .slice(0, depth)
      .map(({ chunkNumber, score }) => ({ chunkNumber, score })),
    unreadable: rows
      .slice(0, depth)
      .filter((row) => !row.readable)
      .map((row) => row.chunkNumber),
  };
}
