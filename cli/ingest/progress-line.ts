import { truncate } from '../text/layout.ts';
import { finishedCount, type IngestProgress } from './ingest-progress.ts';

const BAR_WIDTH = 24;
/** Before this much time a rate says nothing. */
const MIN_RATE_SECONDS = 1;

/** One line of progress in words: `12/40 files, 1 failed, 3 unchanged, 310 chunks, 42 chunks/s, 1m05s left`. */
export function progressLine(progress: IngestProgress, elapsedMs: number): string {
  const seconds = elapsedMs / 1000;
  const finished = finishedCount(progress);
  const parts = [`${finished}/${progress.total} files`];
  if (progress.failed > 0) parts.push(`${progress.failed} failed`);
  if (progress.unchanged > 0) parts.push(`${progress.unchanged} unchanged`);
  parts.push(`${progress.chunks} chunks`);
  if (seconds >= MIN_RATE_SECONDS && finished > 0) {
    parts.push(`${Math.round(progress.chunks / seconds)} chunks/s`);
    const left = ((progress.total - finished) / finished) * seconds;
    if (finished < progress.total) parts.push(`${formatDuration(left)} left`);
  } else if (finished === 0) {
    parts.push(progress.sent < progress.total ? 'sending' : 'waiting for the worker');
  }
  return parts.join(', ');
}

/** The same with a bar before it, cut to the width of the terminal. */
export function progressBar(progress: IngestProgress, elapsedMs: number, width: number): string {
  const share = finishedCount(progress) / Math.max(1, progress.total);
  return withBar(share, progressLine(progress, elapsedMs), width);
}

/** A line behind a bar that is filled to a share from 0 to 1. */
export function withBar(share: number, line: string, width: number): string {
  const filled = Math.floor(Math.min(1, share) * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return truncate(`${bar} ${line}`, width - 1);
}

export const INGEST_PROGRESS = { line: progressLine, bar: progressBar };

export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m${String(whole % 60).padStart(2, '0')}s`;
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m`;
}
