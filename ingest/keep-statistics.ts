import type { Database } from '../db/client.ts';
import { refreshQueueStatistics, refreshStatistics } from '../db/queries/refresh-statistics.ts';

/** Of a long series of jobs, so many are done before the planner hears of it for the first time. */
const FIRST_REFRESH_AFTER = 25;

export interface StatisticsKeeper {
  countJob(): void;
  /** To be called now and then; true when it did something. */
  refresh(): Promise<boolean>;
}

/**
 * Keeps the planner's statistics near the truth while documents come in: at both ends of a series of jobs
 * and each time their number has doubled, so that no single document pays for it.
 */
export function createStatisticsKeeper(database: Database): StatisticsKeeper {
  let done = 0;
  let seen = 0;
  let nextRefresh = FIRST_REFRESH_AFTER;
  return {
    countJob() {
      done += 1;
    },
    async refresh() {
      const isBusy = done > seen;
      if (!isBusy && done === 0) return false;
      const isFirst = seen === 0;
      seen = done;
      if (!isBusy) {
        [done, seen, nextRefresh] = [0, 0, FIRST_REFRESH_AFTER];
        await refreshStatistics(database);
        return true;
      }
      if (isFirst) await refreshQueueStatistics(database);
      if (done < nextRefresh) return isFirst;
      nextRefresh = done * 2;
      await refreshStatistics(database);
      return true;
    },
  };
}
