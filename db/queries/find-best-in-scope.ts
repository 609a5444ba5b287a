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

/** A scope that is no larger is small: beyond, reading it takes longer than a look at as much as it takes. */
export const SMALL_SCOPE = 5_000;

/** The first look is at a few more than are wanted, which is enough where nearly all may be read. */
const FIRST_LOOK = 1.25;
/** With fewer than this share of what is wanted, the first look was at a narrow scope. */
const NARROW = 0.075;
const GROWTH = 4;
const MAX_GROWTH = 16;
/** How many more are looked at than should do by the share that the first look has found. */
const MARGIN = 1.5;

/**
 * Looks at ever more of the best until enough are found, which takes one look or two in a wide scope; in a
 * narrow one it is cheaper to know the scope.
 */
export async function findBestInScope(
  ranking: Ranking,
  { depth }: Pick<SearchScope, 'depth'>,
): Promise<LegRows<LegRow>> {
  let count = Math.ceil(depth * FIRST_LOOK);
  for (let isScopeTried = false, look = 1; ; look += 1) {
    const { rows, isWhole } = await ranking.look(count);
    const best = splitByAccess(rows, depth);
    const foundShare = best.found.length / depth;
    if (foundShare === 1 || isWhole) return best;
    if (!isScopeTried && (look > 1 || foundShare < NARROW)) {
      const ofScope = await rankKnowing(rows, ranking, depth);
      if (ofScope !== null) return splitByAccess(ofScope, depth);
      isScopeTried = true;
    }
    const growth = look === 1 ? Math.min(MARGIN / foundShare, MAX_GROWTH) : GROWTH;
    count = Math.ceil(count * Math.max(growth, GROWTH));
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
