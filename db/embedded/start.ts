import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { AppError } from '../../platform/errors.ts';
import { forkEntry } from './fork-entry.ts';
import { parseLaunchMessage, type EmbeddedDatabaseOptions } from './launch-message.ts';

export interface EmbeddedDatabase {
  /** Holds the password: pass it on, never log it. */
  readonly connectionString: string;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly closed: Promise<ProcessEnd>;
  /** Checkpoints, closes and resolves when the process has ended. */
  stop(): Promise<void>;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const STOP_TIMEOUT_MS = 15_000;

/**
 * Starts the database process and resolves when `pg` can connect to it. Rejects with
 * `invalid_configuration` when it cannot start, most often because another one holds the directory.
 */
export async function startEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const child = forkDatabase(options);
  const closed = new Promise<ProcessEnd>((ended) => {
    child.once('exit', (code, signal) => ended({ code, signal }));
  });
  const connectionString = await waitUntilReady(child, closed);
  return {
    connectionString,
    pid: child.pid ?? 0,
    closed,
    stop: () => stopChild(child, closed),
  };
}

function forkDatabase(options: EmbeddedDatabaseOptions): ChildProcess {
  const { dataDirectory } = options;
  const absolute = dataDirectory === null ? null : resolve(dataDirectory);
  return forkEntry('main', JSON.stringify({ ...options, dataDirectory: absolute }));
}

async function waitUntilReady(child: ChildProcess, closed: Promise<ProcessEnd>): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.on('message', (value) => {
      const message = parseLaunchMessage(value);
      if (message?.kind === 'ready') resolve(message.connectionString);
      if (message?.kind === 'failed') reject(cannotStart(message.message));
    });
    child.once('error', (error) => reject(cannotStart(error.message)));
    void closed.then(({ code, signal }) =>
      reject(cannotStart(`the database process ended with ${signal ?? `code ${code}`}`)),
    );
  });
}

async function stopChild(child: ChildProcess, closed: Promise<ProcessEnd>): Promise<void> {
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  child.kill('SIGTERM');
  await closed;
  clearTimeout(timer);
}

function cannotStart(message: string): AppError {
  return new AppError('invalid_configuration', message);
}
