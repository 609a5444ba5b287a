import { TraceId, VerificationRunId } from '../../contract/ids.ts';
import type { VerificationRun } from '../../contract/verification-run.ts';
import {
  cancelVerificationRun,
  findVerificationRun,
  insertVerificationRun,
  listVerificationResults,
  listVerificationRuns,
} from '../../db/queries/verification-runs.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { advanceRuns } from '../verification-runs/advance-runs.ts';
import { decodeCursor, toPage } from './cursor.ts';

type VerificationRunHandlers = Pick<
  Handlers,
  | 'createVerificationRun'
  | 'listVerificationRuns'
  | 'getVerificationRun'
  | 'listVerificationResults'
  | 'cancelVerificationRun'
>;

export function createVerificationRunHandlers(services: Services): VerificationRunHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async createVerificationRun({ caller, body }) {
      const id = VerificationRunId.parse(services.newId());
      const createdAt = services.clock();
      const to = body.to === undefined ? createdAt : new Date(body.to);
      await insertVerificationRun(
        scoped(caller),
        {
          id,
          apiKeyId: caller.apiKeyId,
          from: body.from === undefined ? null : new Date(body.from),
          to: to < createdAt ? to : createdAt,
          verdict: body.verdict ?? null,
          upTo: body.up_to,
          createdAt,
        },
        traceReaderFor(caller),
      );
      services.background.start(() => advanceRuns(services));
      return { body: await requireRun(scoped(caller), id) };
    },

    async listVerificationRuns({ caller, query: { limit, cursor } }) {
      const before = decodeCursor(cursor, VerificationRunId);
      const runs = await listVerificationRuns(scoped(caller), { limit: limit + 1, before });
      return { body: toPage(runs, limit, (run) => run.id) };
    },

    async getVerificationRun({ caller, params }) {
      return { body: await requireRun(scoped(caller), params.id) };
    },

    async listVerificationResults({ caller, params, query }) {
      const run = await requireRun(scoped(caller), params.id);
      const { limit, cursor, changed } = query;
      const results = await listVerificationResults(scoped(caller), {
        runId: run.id,
        by: traceReaderFor(caller),
        isChanged: changed === undefined ? null : changed === 'true',
        limit: limit + 1,
        after: decodeCursor(cursor, TraceId),
      });
      return { body: toPage(results, limit, (result) => result.trace_id) };
    },

    async cancelVerificationRun({ caller, params }) {
      await cancelVerificationRun(scoped(caller), params.id);
      return { body: await requireRun(scoped(caller), params.id) };
    },
  };
}

async function requireRun(
  database: WorkspaceDatabase,
  id: VerificationRunId,
): Promise<VerificationRun> {
  const run = await findVerificationRun(database, id);
  if (run === null) throw new AppError('not_found', 'There is no such run.');
  return run;
}
