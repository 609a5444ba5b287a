import type { Clock } from '../command-context.ts';
import type { Terminal } from '../terminal.ts';

export interface ProgressReporter<Progress> {
  update(progress: Progress): void;
  /** Leaves the terminal with an empty line to write on. */
  finish(): void;
}

const CLEAR_LINE = '\r\u001B[K';
const PLAIN_INTERVAL_MS = 5_000;

/** How some work's progress is put, by the milliseconds since it began. */
export interface ProgressWords<Progress> {
  readonly line: (progress: Progress, elapsedMs: number) => string;
  /** The same with a bar before it, no wider than `width`. */
  readonly bar: (progress: Progress, elapsedMs: number, width: number) => string;
}

/** A line that is rewritten on a terminal; elsewhere a new line at most every five seconds. */
export function createProgressReporter<Progress>(
  { terminal, clock }: { readonly terminal: Terminal; readonly clock: Clock },
  words: ProgressWords<Progress>,
): ProgressReporter<Progress> {
  const startedAt = clock.now();
  if (terminal.isQuiet) return { update: () => undefined, finish: () => undefined };
  if (terminal.stderr.isTty) {
    return {
      update: (progress) => {
        const line = words.bar(progress, clock.now() - startedAt, terminal.stderr.columns);
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
      const line = words.line(progress, now - startedAt);
      if (line === lastLine || now - lastAt < PLAIN_INTERVAL_MS) return;
      terminal.note(line);
      lastLine = line;
      lastAt = now;
    },
    finish: () => undefined,
  };
}
