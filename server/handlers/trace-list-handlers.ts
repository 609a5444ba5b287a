import { SavedViewId, TraceId } from '../../contract/ids.ts';
import { MAX_SAVED_VIEWS } from '../../contract/saved-view.ts';
import { OVERVIEW_LIMIT, type OverviewQuery } from '../../contract/trace-overview.ts';
import { listTraces } from '../../db/queries/list-traces.ts';
import { deleteSavedView, listSavedViews, saveView } from '../../db/queries/saved-views.ts';
import {
  countTraceFacets,
  countTraceVolume,
  findTraceSpan,
  type TraceSelection,
} from '../../db/queries/trace-overview.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { fillBars, scaleBars } from '../tracing/describe-volume.ts';
import { exportTraces } from '../tracing/export-traces.ts';
import { decodeCursor, toPage } from './cursor.ts';

type TraceListHandlers = Pick<
  Handlers,
  | 'listTraces'
  | 'getTraceOverview'
  | 'exportTraces'
  | 'listSavedViews'
  | 'saveView'
  | 'deleteSavedView'
>;

/** The list of traces: its pages, what it is made of, and the views of it that a key keeps. */
export function createTraceListHandlers(services: Services): TraceListHandlers {
  return {
    async listTraces({ caller, query }) {
      const { limit, cursor, ...filters } = query;
      const traces = await listTraces(inWorkspace(services.database, caller.workspaceId), {
        by: traceReaderFor(caller),
        filters,
        limit: limit + 1,
        before: decodeCursor(cursor, TraceId),
      });
      return { body: toPage(traces, limit, (trace) => trace.id) };
    },

    async getTraceOverview({ caller, query: { bars, ...filters } }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const selection = { by: traceReaderFor(caller), filters };
      const [facets, drawn] = await Promise.all([
        countTraceFacets(database, selection),
        describeVolume(database, selection, bars),
      ]);
      return {
        body: { ...drawn, facets: [...facets.counts], facets_are_whole: facets.isWhole },
      };
    },

    async exportTraces({ caller, query: { format, ...filters } }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const selection = { by: traceReaderFor(caller), filters };
      return {
        pieces: exportTraces(database, selection, format),
        fileName: `traces.${format}`,
        mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
      };
    },

    async listSavedViews({ caller }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      return { body: { data: await listSavedViews(database, caller.apiKeyId) } };
    },

    async saveView({ caller, body }) {
      const view = await saveView(inWorkspace(services.database, caller.workspaceId), {
        ...body,
        id: SavedViewId.parse(services.newId()),
        apiKeyId: caller.apiKeyId,
        createdAt: services.clock(),
      });
      if (view === null) {
        throw new AppError('conflict', `A key has at most ${MAX_SAVED_VIEWS} views: delete one.`);
      }
      return { body: view };
    },

    async deleteSavedView({ caller, params: { id } }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      if (!(await deleteSavedView(database, { id, apiKeyId: caller.apiKeyId }))) {
        throw new AppError('not_found', 'There is no such view.');
      }
      return { body: null };
    },
  };
}

async function describeVolume(
  database: WorkspaceDatabase,
  selection: TraceSelection,
  bars: OverviewQuery['bars'],
) {
  const span = await findTraceSpan(database, selection);
  if (span === null) return { count: 0, is_whole: true, bar_ms: 1_000, volume: [] };
  const { from, to } = selection.filters;
  const scale = scaleBars(span, {
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
    bars,
  });
  const rows = await countTraceVolume(database, selection, scale);
  return {
    count: span.count,
    is_whole: span.count < OVERVIEW_LIMIT,
    bar_ms: scale.barMs,
    volume: fillBars(scale, rows),
  };
}
