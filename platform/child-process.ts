import type { ChildProcess } from 'node:child_process';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process that was started and has not been given up. */
export interface RunningProcess {
  /** Resolves when the process has ended, for whatever reason. */
  readonly closed: Promise<ProcessEnd>;
  /** Asks it to end, kills it when it does not in time, and resolves when it has ended. */
  stop(): Promise<void>;
}

/** Follows a forked process to its end; `stopDeadlineMs` is how long `stop` lets it close. */
export function followProcess(child: ChildProcess, stopDeadlineMs: number): RunningProcess {
  const closed = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
    child.once('error', () => resolve({ code: 1, signal: null }));
  });
  const stop = async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs);
    child.kill('SIGTERM');
    await closed;
    clearTimeout(timer);
  };
  return { closed, stop };
}

/** How a process ended, for a person: `code 1` or `SIGKILL`. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  return signal ?? `code ${code}`;
}
