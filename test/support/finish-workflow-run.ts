import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowRun } from '../../contract/workflow.ts';
import type { TestClient } from './client.ts';

const DEADLINE_MS = 60_000;

/** Waits until every ticket of the run has ended. */
export async function finishWorkflowRun(
  client: TestClient,
  run: { readonly workflow: string; readonly id: string },
): Promise<WorkflowRun> {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const { body } = await client.get<WorkflowRun>(`/v1/workflows/${run.workflow}/runs/${run.id}`);
    if (body.finished_at !== null) return body;
    await sleep(50);
  }
  throw new Error(`The run ${run.id} did not end in time.`);
}
