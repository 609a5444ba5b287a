import { z } from 'zod';
import { WorkflowRunId } from '../../contract/ids.ts';
import type { WorkflowItem, WorkflowResult, WorkflowRun } from '../../contract/workflow.ts';
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
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { requireWorkflowRun, runViewOf } from './workflow-handlers.ts';

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
const ItemPlace = z.object({ runId: WorkflowRunId, position: z.int().min(1) });

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
      const items = await listWorkflowItems(scoped(caller), {
        workflow: params.name,
        filters,
        reader: itemReaderOf(caller),
        limit: limit + 1,
        after: decodeCursor(cursor, ItemPlace),
      });
      return { body: toPage(items, limit, placeOf) };
    },

    async exportWorkflowResults({ caller, params }) {
      const run = await requireWorkflowRun(services, caller, params);
      const page = {
        workflow: params.name,
        filters: { run_id: run.id },
        reader: itemReaderOf(caller),
        limit: RESULTS_AT_ONCE,
      };
      const fileName = `${params.name}-${run.id}.jsonl`;
      return { pieces: readResults(scoped(caller), page), fileName };
    },
  };
}

async function* readResults(
  database: WorkspaceDatabase,
  page: Omit<ItemPage, 'after' | 'filters'> & {
    readonly filters: { readonly run_id: WorkflowRunId };
  },
): AsyncGenerator<string> {
  const { run_id: runId } = page.filters;
  let after: ItemPage['after'] = null;
  for (;;) {
    const results: readonly WorkflowResult[] = await listWorkflowResults(database, {
      ...page,
      after,
    });
    yield results.map(toLine).join('');
    const last = results.at(-1);
    if (last === undefined || results.length < page.limit) return;
    after = { runId, position: last.position };
  }
}

function toLine(result: WorkflowResult): string {
  return `${JSON.stringify(result)}\n`;
}

function placeOf({ run_id: runId, position }: WorkflowItem) {
  return { runId, position };
}

/** What an answer says is read as `audit` reads traces, or as the asker reads its own answers. */
function itemReaderOf(caller: Caller): ItemReader {
  const by = traceReaderFor(caller);
  const { onlyApiKeyId } = runViewOf(caller);
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
