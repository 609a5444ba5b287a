import type { IngestRun } from '../../contract/ingest-run.ts';

/** How far an ingest has come, over all of its runs. Files count, not requests. */
export interface IngestProgress {
  readonly total: number;
  readonly sent: number;
  readonly done: number;
  readonly unchanged: number;
  readonly failed: number;
  readonly chunks: number;
}

export interface Sending {
  readonly total: number;
  readonly sentCount: number;
  /** Files that never became part of a run. */
  readonly refused: number;
}

export function summarizeRuns(runs: readonly IngestRun[], sending: Sending): IngestProgress {
  const sum = (count: (run: IngestRun) => number) =>
    runs.reduce((total, run) => total + count(run), 0);
  return {
    total: sending.total,
    sent: sending.sentCount,
    done: sum((run) => run.documents.done),
    unchanged: sum((run) => run.documents.unchanged),
    failed: sending.refused + sum((run) => run.documents.failed),
    chunks: sum((run) => run.chunks.added + run.chunks.reused),
  };
}

export function finishedCount(progress: IngestProgress): number {
  return progress.done + progress.unchanged + progress.failed;
}
