import type { IngestRunId } from '../../contract/ids.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import { AppError } from '../../platform/errors.ts';
import type { Reply } from '../read-reply.ts';
import { ProblemError } from '../problem-error.ts';
import type { FoundFile, LeftOutFile } from './find-files.ts';
import { summarizeRuns, type IngestProgress } from './ingest-progress.ts';
import { sendBatch, type SendDeps } from './send-batch.ts';
import { splitBatches } from './split-batches.ts';

export interface IngestOutcome {
  readonly runs: readonly Reply<IngestRun>[];
  readonly failed: readonly LeftOutFile[];
}

export interface IngestDeps extends SendDeps {
  readonly onProgress: (progress: IngestProgress) => void;
}

const POLL_INTERVAL_MS = 500;
/** Runs are worked off in order: only the oldest unfinished ones can change. */
const RUNS_POLLED = 4;
const MAX_POLLS_FAILED = 20;

/** Sends the files in batches and waits until the server has worked them off. */
export async function ingestFiles(
  files: readonly FoundFile[],
  deps: IngestDeps,
): Promise<IngestOutcome> {
  const runs = new Map<IngestRunId, Reply<IngestRun> | null>();
  const failed: LeftOutFile[] = [];
  let sentCount = 0;
  const report = () => {
    const known = [...runs.values()].flatMap((run) => (run === null ? [] : [run.value]));
    deps.onProgress(
      summarizeRuns(known, { total: files.length, sentCount, refused: failed.length }),
    );
  };
  report();
  for (const batch of splitBatches(files)) {
    const sent = await sendBatch(batch, deps);
    for (const run of sent.runs) runs.set(run.id, null);
    failed.push(...sent.failed);
    sentCount += batch.length;
    await pollRuns(runs, deps);
    report();
  }
  while ([...runs.values()].some((run) => !isFinished(run))) {
    await deps.clock.sleep(POLL_INTERVAL_MS);
    await pollRuns(runs, deps);
    report();
  }
  return { runs: [...runs.values()].flatMap((run) => (run === null ? [] : [run])), failed };
}

async function pollRuns(
  runs: Map<IngestRunId, Reply<IngestRun> | null>,
  deps: IngestDeps,
): Promise<void> {
  const unfinished = [...runs].filter(([, run]) => !isFinished(run)).slice(0, RUNS_POLLED);
  for (const [id] of unfinished) runs.set(id, await pollRun(id, deps));
}

/** The work goes on without us: a server that restarts, or is busy, is asked again. */
async function pollRun(id: IngestRunId, deps: IngestDeps): Promise<Reply<IngestRun>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.client.call('getIngestRun', { params: { id } });
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (attempt >= MAX_POLLS_FAILED) {
        throw new AppError(
          'unavailable',
          `The server stopped answering. What was sent is kept: see footnote runs show ${id}.`,
          { cause: error },
        );
      }
      await deps.clock.sleep(POLL_INTERVAL_MS * Math.min(attempt, 4));
    }
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ProblemError) return error.status === 429 || error.status === 503;
  return error instanceof AppError && error.code === 'unavailable';
}

function isFinished(run: Reply<IngestRun> | null): boolean {
  return run !== null && run.value.status !== 'queued' && run.value.status !== 'running';
}
