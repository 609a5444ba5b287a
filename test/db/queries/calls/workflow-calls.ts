import * as figures from '../../../../db/queries/workflow-figures.ts';
import * as items from '../../../../db/queries/workflow-items.ts';
import * as leases from '../../../../db/queries/lease-workflow-items.ts';
import * as runs from '../../../../db/queries/workflow-runs.ts';
import * as steering from '../../../../db/queries/steer-workflow-run.ts';
import { saveTraceWithin } from '../../../../db/queries/traces.ts';
import { WorkflowRunId } from '../../../../contract/ids.ts';
import { v7 as uuidv7 } from 'uuid';
import { EVERYONE } from '../seed-workspace.ts';
import { DEFINITION, traceOf } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const EVERY_RUN = { onlyApiKeyId: null };
const WORKFLOW = DEFINITION.name;

export const WORKFLOW_CALLS: QueryCalls = {
  saveTraceWithin: (database, names) => saveTraceWithin(database, traceOf(names, 'complete')),
  insertWorkflowRun: (database, { apiKeyId }) =>
    runs.insertWorkflowRun(database, {
      id: WorkflowRunId.parse(uuidv7()),
      definition: DEFINITION,
      apiKeyId,
      items: [{ position: 1, text: 'a ticket', metadata: {} }],
      refused: { count: 0, lines: [] },
    }),
  listWorkflowRuns: (database) =>
    runs.listWorkflowRuns(database, { ...EVERY_RUN, workflow: WORKFLOW, limit: 100, before: null }),
  findWorkflowRun: (database, { item }) =>
    runs.findWorkflowRun(database, { ...EVERY_RUN, workflow: WORKFLOW, id: item.runId }),
  countWorkflowRuns: (database) => runs.countWorkflowRuns(database, EVERY_RUN),
  pauseWorkflowRun: (database, { item }) => steering.pauseWorkflowRun(database, item.runId),
  resumeWorkflowRun: async (database, { item }) => {
    await steering.pauseWorkflowRun(database, item.runId);
    return steering.resumeWorkflowRun(database, item.runId);
  },
  cancelWorkflowRun: (database, { item }) => steering.cancelWorkflowRun(database, item.runId),
  retryWorkflowRun: async (database, { item }) => {
    await steering.cancelWorkflowRun(database, item.runId);
    return steering.retryWorkflowRun(database, item.runId);
  },
  endWorkflowItem: (database, { item }) =>
    leases.endWorkflowItem(database, item, { status: 'failed', code: 'internal', detail: 'why' }),
  requeueWorkflowItem: (database, { item }) =>
    leases.requeueWorkflowItem(database, item, { afterSeconds: 0, attempts: 0, failures: 0 }),
  listWorkflowItems: (database, { item, apiKeyId }) =>
    items.listWorkflowItems(database, {
      workflow: WORKFLOW,
      filters: { run_id: item.runId },
      reader: { apiKeyId, by: ADMIN },
      limit: 100,
      after: null,
    }),
  listWorkflowResults: (database, { item, apiKeyId }) =>
    items.listWorkflowResults(database, {
      workflow: WORKFLOW,
      filters: { run_id: item.runId },
      reader: { apiKeyId, by: ADMIN },
      limit: 100,
      after: null,
    }),
  measureWorkflow: async (database, { item }) => {
    await leases.endWorkflowItem(database, item, {
      status: 'failed',
      code: 'internal',
      detail: '',
    });
    const { tickets } = await figures.measureWorkflow(database, {
      ...EVERY_RUN,
      workflow: WORKFLOW,
      runId: item.runId,
      from: null,
      to: null,
    });
    return Array.from({ length: tickets }, () => 'a ticket');
  },
};
