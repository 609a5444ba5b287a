import { BUILTIN_MODEL } from '../../contract/config.ts';
import { TraceId } from '../../contract/ids.ts';
import type { ReplayedRoute, ReplayRoutes } from '../../contract/route-replay.ts';
import { findRuleProblems } from '../../contract/rule-problems.ts';
import { listTraces } from '../../db/queries/list-traces.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { readReplayable, replayRoute } from '../answer/replay-route.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { RoutePolicy } from '../routing/choose-model.ts';
import { listConfiguredModels } from '../routing/configured-model.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

export function createRouteReplayHandlers(services: Services): Pick<Handlers, 'replayRoutes'> {
  return {
    async replayRoutes({ caller, body }) {
      const { limit, cursor, from, to } = body;
      refuseImpossible(body, services);
      const database = inWorkspace(services.database, caller.workspaceId);
      const traces = await listTraces(database, {
        by: traceReaderFor(caller),
        filters: { kind: 'answer', state: 'complete', from, to },
        limit: limit + 1,
        before: decodeCursor(cursor, TraceId),
      });
      const page = toPage(traces, limit, ({ id }) => id);
      const replay = { database, caller, policy: policyOf(body, services) };
      const data: ReplayedRoute[] = [];
      // One after the other: a record is large, and a page of them is nobody's hurry.
      for (const { id } of page.data) data.push(...(await replayTrace(id, replay)));
      return { body: { data, next_cursor: page.next_cursor } };
    },
  };
}

/** Topics are those of the records, whatever is configured now. Throws `AppError('invalid_value')`. */
function refuseImpossible({ routes, models }: ReplayRoutes, { config }: Services): void {
  const known = [BUILTIN_MODEL, ...(models ?? config.models)];
  const problems = findRuleProblems(routes, { models: known, topics: null });
  if (problems.length === 0) return;
  throw new AppError('invalid_value', 'The body has fields that are not valid.', {
    fields: problems.map(({ path, message }) => ({ path: `/${path.join('/')}`, message })),
  });
}

type Policy = Pick<RoutePolicy, 'models' | 'rules' | 'fallback'>;

function policyOf({ routes, models }: ReplayRoutes, { config, policy }: Services): Policy {
  return {
    fallback: policy.fallback,
    rules: routes,
    models: listConfiguredModels(models ?? config.models),
  };
}

/** Nothing for a record that is none of an answer, or cannot be read any more. */
async function replayTrace(
  id: TraceId,
  replay: {
    readonly database: WorkspaceDatabase;
    readonly caller: Caller;
    readonly policy: Policy;
  },
): Promise<readonly ReplayedRoute[]> {
  const { database, caller, policy } = replay;
  const stored = await findTraceRecord(database, { id, by: traceReaderFor(caller) });
  if (stored === null) return [];
  const route = readReplayable(readJson(stored.canonical));
  return route === null ? [] : [replayRoute(route, policy)];
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
