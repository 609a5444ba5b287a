import type { TraceResponse } from '../../contract/trace.ts';
import { findFrozenChunks } from '../../db/queries/trace-chunks.ts';
import type { LaterFacts } from '../../db/queries/traces.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { hasScope } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { checkRecord } from '../tracing/canonical-record.ts';
import { explainAbsence } from '../why-not/explain-absence.ts';
import { parseRecord, requireTrace } from './require-trace.ts';

type TraceHandlers = Pick<
  Handlers,
  'getTrace' | 'getTraceRecord' | 'getTraceChunks' | 'explainAbsence'
>;

export function createTraceHandlers(services: Services): TraceHandlers {
  return {
    async getTrace({ caller, params }) {
      const stored = await requireTrace(services, caller, params.id);
      return { body: toResponse(stored), traceId: params.id };
    },

    async getTraceRecord({ caller, params: { id } }) {
      const { canonical } = await requireTrace(services, caller, id);
      return { bytes: canonical, fileName: `trace-${id}.json`, traceId: id };
    },

    async getTraceChunks({ caller, params }) {
      const record = parseRecord(await requireTrace(services, caller, params.id));
      const ids =
        'retrieval' in record ? record.retrieval.candidates.map((entry) => entry.chunk_id) : [];
      const chunks = await findFrozenChunks(inWorkspace(services.database, caller.workspaceId), {
        ids,
        reader: readerFor(caller),
        isAdmin: hasScope(caller, 'admin'),
      });
      const data = chunks.map((chunk) => ({
        chunk_id: chunk.chunkId,
        content_hash: chunk.contentHash,
        readable: chunk.isReadable,
        text: chunk.isReadable ? chunk.text : null,
      }));
      return { body: { data }, traceId: params.id };
    },

    async explainAbsence({ caller, params, body }) {
      const trace = parseRecord(await requireTrace(services, caller, params.id));
      if (!('retrieval' in trace)) {
        throw new AppError('conflict', `The trace is ${trace.state}: it has no ledger.`);
      }
      const viewer = { reader: readerFor(caller), isAdmin: hasScope(caller, 'admin') };
      const database = inWorkspace(services.database, caller.workspaceId);
      const question = { trace, name: body, viewer };
      const answer = await explainAbsence(question, { ...services, database });
      return { body: answer, traceId: params.id };
    },
  };
}

/**
 * The stored record as it is, with what the check of its bytes found: also a record that has been
 * tampered with is shown, and says so.
 */
function toResponse(stored: StoredRecord & LaterFacts): TraceResponse {
  const later = { stale: stored.isStale, reasked_as: stored.reaskedAs };
  return { ...parseRecord(stored), integrity: { ...checkRecord(stored), ...later } };
}
