import { z } from 'zod';
import { CIRCUIT_STATES } from '../../contract/circuit.ts';
import { METRIC_LIMITS } from '../../contract/metrics.ts';
import { listAlerts, listAlertStates } from '../../db/queries/alerts.ts';
import { countAnswers } from '../../db/queries/metrics.ts';
import { averageIncidents, listIncidents } from '../../db/queries/model-incidents.ts';
import { countQueues } from '../../db/queries/queue-depths.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { describeAlert, describeStanding } from '../alerts/describe-rule.ts';
import type { Handlers } from '../http/handlers.ts';
import { describeRecovery } from '../incidents/describe-recovery.ts';
import { describeFigures, NO_ANSWERS } from '../metrics/describe-figures.ts';
import type { Gauges } from '../metrics/service-metrics.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { readTime } from './read-time.ts';

const MAX_INCIDENTS = 50;

export function createMetricsHandlers(
  services: Services,
): Pick<Handlers, 'getMetricsSummary' | 'getPrometheusMetrics' | 'listAlerts'> {
  return {
    async listAlerts({ caller, query }) {
      const { limit, cursor, state = null } = query;
      const database = inWorkspace(services.database, caller.workspaceId);
      const before = decodeCursor(cursor, z.uuid());
      const rows = await listAlerts(database, { state, limit: limit + 1, before });
      const page = toPage(rows, limit, ({ id }) => id);
      const states = new Map((await listAlertStates(database)).map((row) => [row.name, row]));
      const rules = services.config.alerts.map((rule) =>
        describeStanding(rule, states.get(rule.name) ?? null),
      );
      return { body: { ...page, data: page.data.map(describeAlert), rules } };
    },

    async getPrometheusMetrics({ caller }) {
      const { workspaceId } = caller;
      const queues = await countQueues(inWorkspace(services.database, workspaceId));
      const gauges = { queues, circuits: readCircuits(services) };
      const text = await services.metrics.expose(workspaceId, gauges);
      return { bytes: Buffer.from(text), fileName: 'metrics.txt' };
    },

    async getMetricsSummary({ caller, query }) {
      const time = readTime(query, METRIC_LIMITS, services.clock());
      const database = inWorkspace(services.database, caller.workspaceId);
      const scope = { by: traceReaderFor(caller), ...time };
      const [total] = await countAnswers(database, scope, 'none');
      const rows =
        query.group_by === 'none' ? [] : await countAnswers(database, scope, query.group_by);
      const means = await averageIncidents(services.database, time);
      const incidents = await listIncidents(services.database, { ...time, limit: MAX_INCIDENTS });
      const viewer = { workspaceId: caller.workspaceId, upstreams: services.upstreams };
      return {
        body: {
          from: time.from.toISOString(),
          to: time.to.toISOString(),
          group_by: query.group_by,
          total: describeFigures(total ?? NO_ANSWERS),
          recovery: describeRecovery(means, incidents, viewer),
          groups: rows.map((row) => ({ key: row.key, ...describeFigures(row) })),
        },
      };
    },
  };
}

function readCircuits({ upstreams }: Services): Gauges['circuits'] {
  return [...upstreams].map(([model, upstream]) => {
    const { circuit, inFlight } = upstream.status();
    const states = CIRCUIT_STATES.map((state) => ({ state, isSo: state === circuit.kind }));
    return { model, states, inFlight };
  });
}
