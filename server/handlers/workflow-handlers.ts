import { WorkflowRunId } from '../../contract/ids.ts';
import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import type { WorkflowRun } from '../../contract/workflow.ts';
import { measureWorkflow } from '../../db/queries/workflow-figures.ts';
import {
  countWorkflowRuns,
  findWorkflowRun,
  insertWorkflowRun,
  listWorkflowRuns,
  type WorkflowRunView,
} from '../../db/queries/workflow-runs.ts';
import { inTransaction, inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Call, HandlerResult, Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { readInputs, readLines } from '../workflows/read-batch.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { watchRun } from './watch-run.ts';

type WorkflowHandlers = Pick<
  Handlers,
  | 'listWorkflows'
  | 'getWorkflow'
  | 'startWorkflowRun'
  | 'listWorkflowRuns'
  | 'getWorkflowRun'
  | 'watchWorkflowRun'
>;

export function createWorkflowHandlers(services: Services): WorkflowHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listWorkflows({ caller }) {
      const counts = await countWorkflowRuns(scoped(caller), runViewOf(caller));
      const data = services.config.workflows.map(({ name, description, steps }) => {
        const { runs, openItems } = counts.get(name) ?? { runs: 0, openItems: 0 };
        return { name, description, steps, runs, open_items: openItems };
      });
      return { body: { data } };
    },

    async getWorkflow({ caller, params, query }) {
      const { name, description, steps } = requireWorkflow(services, params.name);
      const figures = await measureWorkflow(scoped(caller), {
        ...runViewOf(caller),
        workflow: name,
        runId: query.run_id ?? null,
        from: query.from === undefined ? null : new Date(query.from),
        to: query.to === undefined ? null : new Date(query.to),
      });
      return { body: { name, description, steps, figures } };
    },

    startWorkflowRun: (call) => startRun(call, services),

    async listWorkflowRuns({ caller, params, query }) {
      const runs = await listWorkflowRuns(scoped(caller), {
        ...runViewOf(caller),
        workflow: params.name,
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, WorkflowRunId),
      });
      return { body: toPage(runs, query.limit, (run) => run.id) };
    },

    async getWorkflowRun({ caller, params }) {
      return { body: await requireWorkflowRun(services, caller, params) };
    },

    async watchWorkflowRun({ caller, params, emit, signal }) {
      const findRun = () => requireWorkflowRun(services, caller, params);
      if (emit === null) return { body: await findRun() };
      return { body: await watchRun({ caller, findRun, emit, signal }, services) };
    },
  };
}

/** Queues the tickets of a request, and its reply with them: a retry after a crash begins no second run. */
async function startRun(
  { caller, params, body, lines, keepReply }: Call<'startWorkflowRun'>,
  services: Services,
): Promise<HandlerResult<'startWorkflowRun'>> {
  const definition = requireWorkflow(services, params.name);
  await services.workflows.refuseUnknownLabels(caller, definition);
  const { items, refused } =
    lines === null
      ? readInputs(body.inputs ?? (body.input === undefined ? [] : [body.input]))
      : readLines(lines);
  const id = WorkflowRunId.parse(services.newId());
  const { count } = refused;
  const told = { run_id: id, items: items.length, refused: { count, lines: [...refused.lines] } };
  const database = inWorkspace(services.database, caller.workspaceId);
  await inTransaction(database, async (transaction) => {
    const run = { id, definition, apiKeyId: caller.apiKeyId, items, refused };
    await insertWorkflowRun(transaction, run);
    await keepReply(transaction, { body: told });
  });
  services.workflows.bell.ring();
  return { body: told };
}

/** Who may audit sees every run; who may ask, those that its key began. */
export function runViewOf(caller: Caller): WorkflowRunView {
  if (hasScope(caller, 'audit')) return { onlyApiKeyId: null };
  if (hasScope(caller, 'ask')) return { onlyApiKeyId: caller.apiKeyId };
  throw new AppError('forbidden', 'This call needs the scope "ask" or "audit".');
}

/** A run of a workflow that is configured no more is still there. */
export async function requireWorkflowRun(
  services: Services,
  caller: Caller,
  { name, id }: { readonly name: string; readonly id: WorkflowRunId },
): Promise<WorkflowRun> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const run = await findWorkflowRun(database, { ...runViewOf(caller), workflow: name, id });
  if (run === null) throw new AppError('not_found', 'There is no such run of this workflow.');
  return run;
}

function requireWorkflow({ config }: Services, name: string): WorkflowConfig {
  const workflow = config.workflows.find((each) => each.name === name);
  if (workflow !== undefined) return workflow;
  const names = config.workflows.map((each) => each.name);
  const known = names.length === 0 ? 'none is configured' : `there are ${names.join(', ')}`;
  throw new AppError('not_found', `No workflow is named "${name}": ${known}.`);
}
