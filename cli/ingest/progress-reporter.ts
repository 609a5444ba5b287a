import type { Clock } from '../command-context.ts';
import type { Terminal } from '../terminal.ts';
import type { IngestProgress } from './ingest-progress.ts';
import { progressBar, progressLine } from './progress-line.ts';

export interface ProgressReporter {
  update(progress: IngestProgress): void;
  /** Leaves the terminal with an empty line to write on. */
  finish(): void;
}

const CLEAR_LINE = '\r\u001B[K';
const PLAIN_INTERVAL_MS = 5_000;

/** A line that is rewritten on a terminal; elsewhere a new line at most every five seconds. */
export function createProgressReporter(terminal: Terminal, clock: Clock): ProgressReporter {
  const startedAt = clock.now();
  if (terminal.isQuiet) return { update: () => undefined, finish: () => undefined };
  if (terminal.stderr.isTty) {
    return {
      update: (progress) => {
        const line = progressBar(progress, clock.now() - startedAt, terminal.stderr.columns);
        terminal.stderr.write(CLEAR_LINE + line);
      },
      finish: () => terminal.stderr.write(CLEAR_LINE),
    };
  }
  let lastLine = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    update: (progress) => {
      const now = clock.now();
      const line = progressLine(progress, now - startedAt);
      if (line === lastLine || now - lastAt < PLAIN_INTERVAL_MS) return;
      terminal.note(line);
      lastLine = line;
      lastAt = now;
    },
    finish: () => undefined,
  };
}
