import type { WorkflowRun } from '../../contract/workflow.ts';
import { AppError } from '../../platform/errors.ts';
import type { WorkflowRunParams } from '../api-client.ts';
import type { CommandContext } from '../command-context.ts';
import { createProgressReporter } from '../ingest/progress-reporter.ts';
import { follow } from '../watch-run.ts';
import { endedOf, WORKFLOW_PROGRESS } from './run-progress.ts';

/** Shows how a run goes on until it has ended; its last state. */
export async function followRun(context: CommandContext, params: WorkflowRunParams) {
  const { client, terminal, clock } = context;
  const reporter = createProgressReporter({ terminal, clock }, WORKFLOW_PROGRESS);
  let last: { readonly run: WorkflowRun; readonly raw: unknown } | null = null;
  let endedBefore: number | null = null;
  try {
    for await (const { run, raw } of follow(context, () => client.watchWorkflowRun(params))) {
      last = { run, raw };
      endedBefore ??= endedOf(run);
      reporter.update({ run, endedBefore });
    }
  } finally {
    reporter.finish();
  }
  if (last === null) throw new AppError('internal', 'The server told nothing of the run.');
  return last;
}
