import type { WorkflowRun } from '../../contract/workflow.ts';
import { formatDuration, withBar } from '../ingest/progress-line.ts';

/** Before this much time a rate says nothing. */
const MIN_RATE_SECONDS = 2;

interface RunProgress {
  readonly run: WorkflowRun;
  /** How many had ended when it began to be followed: what a rate is not of. */
  readonly endedBefore: number;
}

/** As `120/600 tickets, 96 resolved, 18 escalated, 6 for review, 21 tickets/s, 23s left`. */
function line({ run, endedBefore }: RunProgress, elapsedMs: number): string {
  const { items, outcomes } = run;
  const ended = endedOf(run);
  const parts = [
    `${ended}/${items.total} tickets`,
    `${outcomes.resolved} resolved`,
    `${outcomes.escalated} escalated`,
    `${outcomes.review} for review`,
  ];
  if (items.failed > 0) parts.push(`${items.failed} failed`);
  if (run.status === 'paused') parts.push('paused');
  const seconds = elapsedMs / 1_000;
  const rate = (ended - endedBefore) / seconds;
  if (seconds >= MIN_RATE_SECONDS && rate > 0 && ended < items.total) {
    parts.push(`${rate.toFixed(1)} tickets/s`);
    parts.push(`${formatDuration((items.total - ended) / rate)} left`);
  }
  return parts.join(', ');
}

function bar(progress: RunProgress, elapsedMs: number, width: number): string {
  const share = endedOf(progress.run) / Math.max(1, progress.run.items.total);
  return withBar(share, line(progress, elapsedMs), width);
}

export function endedOf({ items }: WorkflowRun): number {
  return items.done + items.failed + items.cancelled;
}

export const WORKFLOW_PROGRESS = { line, bar };
