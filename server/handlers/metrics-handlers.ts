import { METRIC_LIMITS } from '../../contract/metrics.ts';
import { countAnswers } from '../../db/queries/metrics.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Handlers } from '../http/handlers.ts';
import { describeFigures, NO_ANSWERS } from '../metrics/describe-figures.ts';
import type { Services } from '../services.ts';
import { readTime } from './read-time.ts';

export function createMetricsHandlers(services: Services): Pick<Handlers, 'getMetricsSummary'> {
  return {
    async getMetricsSummary({ caller, query }) {
      const time = readTime(query, METRIC_LIMITS, services.clock());
      const database = inWorkspace(services.database, caller.workspaceId);
      const scope = { by: traceReaderFor(caller), ...time };
      const [total] = await countAnswers(database, scope, 'none');
      const rows =
        query.group_by === 'none' ? [] : await countAnswers(database, scope, query.group_by);
      return {
        body: {
          from: time.from.toISOString(),
          to: time.to.toISOString(),
          group_by: query.group_by,
          total: describeFigures(total ?? NO_ANSWERS),
          groups: rows.map((row) => ({ key: row.key, ...describeFigures(row) })),
        },
      };
    },
  };
}
