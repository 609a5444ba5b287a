import type { IngestRun } from '../contract/ingest-run.ts';
import { AppError } from '../platform/errors.ts';
import type { CommandContext, ExitCode } from './command-context.ts';
import { summarizeRuns } from './ingest/ingest-progress.ts';
import { INGEST_PROGRESS } from './ingest/progress-line.ts';
import { createProgressReporter } from './ingest/progress-reporter.ts';
import { ProblemError } from './problem-error.ts';
import type { RunStreamEvent } from './read-run-stream.ts';
import { renderRun } from './text/render-run.ts';

const RECONNECT_AFTER_MS = 1_000;
const MAX_CONNECTIONS_FAILED = 20;

/** Follows a run until it has ended, over servers that restart: 0 when everything was ingested. */
export async function watchRun(
  context: CommandContext,
  id: string,
  options: { readonly json?: boolean },
): Promise<ExitCode> {
  const { terminal, clock } = context;
  const isJson = options.json === true;
  const reporter = createProgressReporter({ terminal, clock }, INGEST_PROGRESS);
  let last: IngestRun | null = null;
  try {
    for await (const { kind, run, raw } of follow(context, () => context.client.watchRun(id))) {
      last = run;
      if (isJson) terminal.printJsonLine({ event: kind, data: raw });
      else reporter.update(progressOf(run));
    }
  } finally {
    reporter.finish();
  }
  if (last !== null && !isJson) terminal.print(renderRun(last, terminal.colors));
  return last?.status === 'succeeded' ? 0 : 1;
}

function progressOf(run: IngestRun) {
  const { total } = run.documents;
  return summarizeRuns([run], { total, sentCount: total, refused: 0 });
}

/** The events of a run until the last, over servers that restart. */
export async function* follow<Run>(
  { clock }: Pick<CommandContext, 'clock'>,
  watch: () => AsyncGenerator<RunStreamEvent<Run>>,
): AsyncGenerator<RunStreamEvent<Run>> {
  let failed = 0;
  for (;;) {
    try {
      for await (const event of watch()) {
        failed = 0;
        yield event;
        if (event.kind === 'done') return;
      }
    } catch (error) {
      failed += 1;
      if (!isPassing(error) || failed >= MAX_CONNECTIONS_FAILED) throw error;
      await clock.sleep(RECONNECT_AFTER_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status === 429 || error.status === 503;
  return error instanceof AppError && error.code === 'unavailable';
}
