import { IngestRunId } from '../../contract/ids.ts';
import { findIngestRun, listIngestRuns } from '../../db/queries/ingest-runs.ts';
import type { Reader } from '../../db/queries/readable.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type IngestRunHandlers = Pick<Handlers, 'listIngestRuns' | 'getIngestRun'>;

export function createIngestRunHandlers(services: Services): IngestRunHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listIngestRuns({ caller, query }) {
      const runs = await listIngestRuns(scoped(caller), {
        reader: runReaderFor(caller),
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, IngestRunId),
      });
      return { body: toPage(runs, query.limit, (run) => run.id) };
    },

    async getIngestRun({ caller, params }) {
      const run = await findIngestRun(scoped(caller), {
        id: params.id,
        reader: runReaderFor(caller),
      });
      if (run === null) throw new AppError('not_found', 'There is no such ingest run.');
      return { body: run };
    },
  };
}

/** An administrator follows every run, also of documents that only a group may read. */
function runReaderFor(caller: Caller): Reader | null {
  return hasScope(caller, 'admin') ? null : readerFor(caller);
}
