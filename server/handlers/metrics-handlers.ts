import { z } from 'zod';
import { CIRCUIT_STATES } from '../../contract/circuit.ts';
import { METRIC_LIMITS, type MetricsQuery } from '../../contract/metrics.ts';
import { listAlerts, listAlertStates } from '../../db/queries/alerts.ts';
import { countAnswers } from '../../db/queries/metrics.ts';
import { averageIncidents, listIncidents } from '../../db/queries/model-incidents.ts';
import { countQueues } from '../../db/queries/queue-depths.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { describeAlert, describeStanding } from '../alerts/describe-rule.ts';
import type { Handlers } from '../http/handlers.ts';
import { describeRecovery } from '../incidents/describe-recovery.ts';
import { describeFigures, NO_ANSWERS } from '../metrics/describe-figures.ts';
import type { Gauges } from '../metrics/service-metrics.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

const MAX_INCIDENTS = 50;
const DAY_MS = 86_400_000;

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
      const time = readTime(query, services.clock());
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

/** Throws `AppError('invalid_value')` for a time that ends before it begins, or is too long. */
function readTime(
  { from, to }: MetricsQuery,
  now: Date,
): { readonly from: Date; readonly to: Date } {
  const end = to === undefined ? now : new Date(to);
  const begin =
    from === undefined
      ? new Date(end.getTime() - METRIC_LIMITS.defaultDays * DAY_MS)
      : new Date(from);
  if (begin > end) throw refuse('from', 'must not be after to');
  if (end.getTime() - begin.getTime() > METRIC_LIMITS.maxDays * DAY_MS) {
    throw refuse('from', `must be at most ${METRIC_LIMITS.maxDays} days before to`);
  }
  return { from: begin, to: end };
}

function refuse(name: string, message: string): AppError {
  return new AppError('invalid_value', `${name} ${message}.`, {
    fields: [{ path: `?${name}`, message }],
  });
}
