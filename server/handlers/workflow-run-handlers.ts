import { z } from 'zod';
import type { WorkflowRunId } from '../../contract/ids.ts';
import type { WorkflowResult, WorkflowRun } from '../../contract/workflow.ts';
import {
  cancelWorkflowRun,
  pauseWorkflowRun,
  resumeWorkflowRun,
  retryWorkflowRun,
} from '../../db/queries/steer-workflow-run.ts';
import {
  listWorkflowItems,
  listWorkflowResults,
  type ItemPage,
  type ItemReader,
} from '../../db/queries/workflow-items.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireWorkflowRun } from './workflow-handlers.ts';

type WorkflowRunHandlers = Pick<
  Handlers,
  | 'pauseWorkflowRun'
  | 'resumeWorkflowRun'
  | 'cancelWorkflowRun'
  | 'retryWorkflowRun'
  | 'listWorkflowItems'
  | 'exportWorkflowResults'
>;

const RESULTS_AT_ONCE = 500;
const Position = z.int().min(1);

interface RunParams {
  readonly name: string;
  readonly id: WorkflowRunId;
}

interface Steering {
  readonly change: typeof pauseWorkflowRun;
  readonly verb: 'paused' | 'resumed' | 'cancelled' | 'tried again';
}

export function createWorkflowRunHandlers(services: Services): WorkflowRunHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  const steer = async (caller: Caller, params: RunParams, { change, verb }: Steering) => {
    const run = await requireWorkflowRun(services, caller, params);
    if (!(await change(scoped(caller), run.id))) throw refusal(run, verb);
    services.workflows.bell.ring();
    return { body: await requireWorkflowRun(services, caller, params) };
  };
  return {
    pauseWorkflowRun: ({ caller, params }) =>
      steer(caller, params, { change: pauseWorkflowRun, verb: 'paused' }),

    resumeWorkflowRun: ({ caller, params }) =>
      steer(caller, params, { change: resumeWorkflowRun, verb: 'resumed' }),

    cancelWorkflowRun: ({ caller, params }) =>
      steer(caller, params, { change: cancelWorkflowRun, verb: 'cancelled' }),

    retryWorkflowRun: ({ caller, params }) =>
      steer(caller, params, { change: retryWorkflowRun, verb: 'tried again' }),

    async listWorkflowItems({ caller, params, query }) {
      const { limit, cursor, ...filters } = query;
      const run = await requireWorkflowRun(services, caller, params);
      const items = await listWorkflowItems(scoped(caller), {
        runId: run.id,
        reader: itemReaderOf(caller),
        filters,
        limit: limit + 1,
        after: decodeCursor(cursor, Position) ?? 0,
      });
      return { body: toPage(items, limit, (item) => item.position) };
    },

    async exportWorkflowResults({ caller, params }) {
      const run = await requireWorkflowRun(services, caller, params);
      const page = { runId: run.id, reader: itemReaderOf(caller), limit: RESULTS_AT_ONCE };
      const fileName = `${params.name}-${run.id}.jsonl`;
      return { pieces: readResults(scoped(caller), page), fileName };
    },
  };
}

async function* readResults(
  database: WorkspaceDatabase,
  page: Omit<ItemPage, 'after'>,
): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const results = await listWorkflowResults(database, { ...page, after });
    yield results.map(toLine).join('');
    const last = results.at(-1);
    if (last === undefined || results.length < page.limit) return;
    after = last.position;
  }
}

function toLine(result: WorkflowResult): string {
  return `${JSON.stringify(result)}\n`;
}

/** What an answer says is read as `audit` reads traces, or as the asker reads its own answers. */
function itemReaderOf(caller: Caller): ItemReader {
  const by = traceReaderFor(caller);
  const onlyApiKeyId = hasScope(caller, 'audit') ? null : caller.apiKeyId;
  return { apiKeyId: caller.apiKeyId, by: { ...by, onlyApiKeyId } };
}

function refusal(run: WorkflowRun, verb: Steering['verb']): AppError {
  if (verb === 'tried again') {
    return new AppError('conflict', 'No ticket of this run failed or was cancelled.');
  }
  if (run.finished_at !== null) {
    const ended = `The run has ended (${run.status})`;
    return new AppError('conflict', `${ended}: it cannot be ${verb} any more.`);
  }
  const state = verb === 'resumed' ? 'not paused' : 'paused already';
  return new AppError('conflict', `The run is ${state}.`);
}
