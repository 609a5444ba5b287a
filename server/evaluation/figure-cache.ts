import type { PartFigures } from '../../contract/evaluation.ts';
import { MAX_GOLD_ITEMS } from '../../contract/gold-set.ts';
import { listEvaluationResults, type FoundEvaluation } from '../../db/queries/evaluations.ts';
import { listGoldItems } from '../../db/queries/gold-sets.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { SEES_EVERYTHING } from '../access/reader-for.ts';
import { aggregate } from './aggregate.ts';

export interface FigureCache {
  /** Null while the run goes on. */
  of(found: FoundEvaluation, database: WorkspaceDatabase): Promise<PartFigures[] | null>;
}

const MAX_KEPT = 20;

/** Figures of runs that have ended, counted from their results when they are first asked for. */
export function createFigureCache(): FigureCache {
  const kept = new Map<string, Promise<PartFigures[]>>();
  return {
    async of(found, database) {
      const { id, finished_at: finishedAt } = found.evaluation;
      if (finishedAt === null) return null;
      // A run that was resumed ends anew.
      const key = `${database.workspaceId} ${id} ${finishedAt}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const counting = count(found, database);
      kept.set(key, counting);
      counting.catch(() => kept.delete(key));
      for (const oldest of [...kept.keys()].slice(0, -MAX_KEPT)) kept.delete(oldest);
      return counting;
    },
  };
}

/** Everybody gets the same figures: they tell how many, and no item. */
async function count(
  { evaluation, goldSetId }: FoundEvaluation,
  database: WorkspaceDatabase,
): Promise<PartFigures[]> {
  const { id: runId, gold_set: goldSet, part, variants } = evaluation;
  const placed = await listGoldItems(database, {
    id: goldSetId,
    version: goldSet.version,
    part,
    by: SEES_EVERYTHING,
    limit: MAX_GOLD_ITEMS,
    after: null,
  });
  const results = await listEvaluationResults(database, { runId, items: null, by: null });
  const asked = new Set(results.map(({ item }) => item));
  const items = placed.map(({ item }) => item).filter(({ id }) => asked.has(id));
  const names = variants.map(({ name }) => name);
  return [...(await aggregate(items, results, names))];
}
