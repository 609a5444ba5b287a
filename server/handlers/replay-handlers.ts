import { findTraceHistory } from '../../db/queries/trace-history.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { replayAnswer } from '../answer/replay-answer.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { diffTraces } from '../tracing/diff-traces.ts';
import { requireAnswer, requireTrace } from './require-trace.ts';

type ReplayHandlers = Pick<Handlers, 'getTraceHistory' | 'diffTraces' | 'replayTrace'>;

/** What became of an answer, and what would become of it today. */
export function createReplayHandlers(services: Services): ReplayHandlers {
  return {
    async getTraceHistory({ caller, params }) {
      await requireTrace(services, caller, params.id);
      const database = inWorkspace(services.database, caller.workspaceId);
      const data = [...(await findTraceHistory(database, params.id))];
      return { body: { data }, traceId: params.id };
    },

    async diffTraces({ caller, params }) {
      const from = requireAnswer(await requireTrace(services, caller, params.id));
      const to = requireAnswer(await requireTrace(services, caller, params.other));
      return { body: diffTraces(from, to), traceId: params.id };
    },

    async replayTrace({ caller, params, body, signal, traceparent }) {
      const record = requireAnswer(await requireTrace(services, caller, params.id));
      const call = { caller, record, request: body, signal, traceparent };
      const replay = await replayAnswer(call, services);
      return { body: replay, traceId: replay.answer.id };
    },
  };
}
