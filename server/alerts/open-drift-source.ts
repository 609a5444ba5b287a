import { countAnswersAfter } from '../../db/queries/drift.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { SEES_EVERYTHING } from '../access/reader-for.ts';
import { compareMeasures } from '../drift/compare-answers.ts';
import { readNewestWindow } from '../drift/read-ledger.ts';
import type { DriftSource, NewestWindow } from './look-at-drift.ts';

/** Rules over windows of one size share what one look finds. */
export function openDriftSource(database: WorkspaceDatabase, now: Date): DriftSource {
  const found = new Map<number, Promise<NewestWindow | null>>();
  return {
    countAnswers: (after, limit) => countAnswersAfter(database, { after, limit }),
    compareNewest(window) {
      const newest = found.get(window) ?? compareNewest(database, { now, window });
      found.set(window, newest);
      return newest;
    },
  };
}

async function compareNewest(
  database: WorkspaceDatabase,
  { now, window }: { readonly now: Date; readonly window: number },
): Promise<NewestWindow | null> {
  const scope = { by: SEES_EVERYTHING, to: now, window, referenceTo: null };
  const newest = await readNewestWindow(database, scope);
  const last = newest?.current.at(-1);
  const compared = newest === null ? null : compareMeasures(newest);
  if (compared === null || last === undefined) return null;
  return { ...compared, newestAnswer: last.id, newestAt: last.asked_at };
}
