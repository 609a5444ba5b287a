import { IngestRunId } from '../../contract/ids.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import { findIngestRun, listIngestRuns, type RunView } from '../../db/queries/ingest-runs.ts';
import { cancelRun, pauseRun, resumeRun, retryRun } from '../../db/queries/steer-ingest-run.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { watchRun } from './watch-run.ts';

type IngestRunHandlers = Pick<
  Handlers,
  | 'listIngestRuns'
  | 'getIngestRun'
  | 'watchIngestRun'
  | 'pauseIngestRun'
  | 'resumeIngestRun'
  | 'cancelIngestRun'
  | 'retryIngestRun'
>;

export function createIngestRunHandlers(services: Services): IngestRunHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  const requireRun = async (caller: Caller, id: IngestRunId): Promise<IngestRun> => {
    const run = await findIngestRun(scoped(caller), { ...viewOf(caller), id });
    if (run === null) throw new AppError('not_found', 'There is no such ingest run.');
    return run;
  };
  const steer = async (caller: Caller, id: IngestRunId, { change, verb }: Steering) => {
    const run = await requireSteerable(caller, id);
    if (!(await change(scoped(caller), id))) throw refusal(run, verb);
    return { body: await requireRun(caller, id) };
  };
  const requireSteerable = async (caller: Caller, id: IngestRunId): Promise<IngestRun> => {
    const run = await requireRun(caller, id);
    const whole = await findIngestRun(scoped(caller), { id, reader: null });
    if (whole?.documents.total === run.documents.total) return run;
    throw new AppError('forbidden', 'The run has documents that this key may not read.');
  };
  return {
    async listIngestRuns({ caller, query }) {
      const runs = await listIngestRuns(scoped(caller), {
        ...viewOf(caller),
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, IngestRunId),
      });
      return { body: toPage(runs, query.limit, (run) => run.id) };
    },

    async getIngestRun({ caller, params }) {
      return { body: await requireRun(caller, params.id) };
    },

    async watchIngestRun({ caller, params, emit, signal }) {
      const findRun = () => requireRun(caller, params.id);
      if (emit === null) return { body: await findRun() };
      return { body: await watchRun({ caller, findRun, emit, signal }, services) };
    },

    pauseIngestRun: ({ caller, params }) =>
      steer(caller, params.id, { change: pauseRun, verb: 'paused' }),

    resumeIngestRun: ({ caller, params }) =>
      steer(caller, params.id, { change: resumeRun, verb: 'resumed' }),

    cancelIngestRun: ({ caller, params }) =>
      steer(caller, params.id, { change: cancelRun, verb: 'cancelled' }),

    async retryIngestRun({ caller, params, body }) {
      const run = await requireRun(caller, params.id);
      if (run.status === 'paused') {
        throw new AppError('conflict', 'The run is paused: resume it before you try again.');
      }
      const retried = await retryRun(scoped(caller), {
        id: params.id,
        documentIds: body.document_ids ?? null,
        reader: hasScope(caller, 'admin') ? null : readerFor(caller),
      });
      if (retried.length === 0) throw nothingToRetry(run);
      return { body: await requireRun(caller, params.id) };
    },
  };
}

interface Steering {
  readonly change: typeof pauseRun;
  readonly verb: 'paused' | 'resumed' | 'cancelled';
}

/**
 * An administrator follows every run, also of documents that only a group may read; who may ingest, the
 * runs that its key began; who may retrieve, the runs of documents that it may read.
 */
function viewOf(caller: Caller): RunView {
  if (hasScope(caller, 'admin')) return { reader: null };
  const seesOthers = hasScope(caller, 'retrieve');
  if (!seesOthers && !hasScope(caller, 'ingest')) {
    throw new AppError('forbidden', 'This call needs the scope "retrieve" or "ingest".');
  }
  const reader = readerFor(caller);
  if (!hasScope(caller, 'ingest')) return { reader };
  return { reader, creator: { apiKeyId: caller.apiKeyId, seesOthers } };
}

function refusal(run: IngestRun, verb: Steering['verb']): AppError {
  if (run.finished_at !== null) {
    return new AppError(
      'conflict',
      `The run has ended (${run.status}): it cannot be ${verb} any more.`,
    );
  }
  if (verb === 'resumed') return new AppError('conflict', 'The run is not paused.');
  return new AppError('conflict', 'The run is paused already.');
}

function nothingToRetry(run: IngestRun): AppError {
  const { failed, cancelled } = run.documents;
  return new AppError(
    'conflict',
    failed + cancelled === 0
      ? 'No document of this run failed or was cancelled.'
      : 'No such document can be tried again: it was retired or sent again since, or this key may not read it.',
  );
}
