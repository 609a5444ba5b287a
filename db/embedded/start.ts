import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { describeEnd, followProcess, type RunningProcess } from '../../platform/child-process.ts';
import { AppError } from '../../platform/errors.ts';
import { forkEntry } from './fork-entry.ts';
import { parseLaunchMessage, type EmbeddedDatabaseOptions } from './launch-message.ts';

export interface EmbeddedDatabase extends RunningProcess {
  /** Holds the password: pass it on, never log it. */
  readonly connectionString: string;
  readonly pid: number;
}

const STOP_DEADLINE_MS = 15_000;

/**
 * Starts the database process and resolves when `pg` can connect to it. Rejects with
 * `invalid_configuration` when it cannot start, most often because another one holds the directory.
 */
export async function startEmbeddedDatabase(
  options: EmbeddedDatabaseOptions,
): Promise<EmbeddedDatabase> {
  const child = forkDatabase(options);
  const running = followProcess(child, STOP_DEADLINE_MS);
  const connectionString = await waitUntilReady(child, running);
  return { ...running, connectionString, pid: child.pid ?? 0 };
}

function forkDatabase(options: EmbeddedDatabaseOptions): ChildProcess {
  const { dataDirectory } = options;
  const absolute = dataDirectory === null ? null : resolve(dataDirectory);
  return forkEntry('main', JSON.stringify({ ...options, dataDirectory: absolute }));
}

async function waitUntilReady(child: ChildProcess, running: RunningProcess): Promise<string> {
  return await new Promise((resolve, reject) => {
    child.on('message', (value) => {
      const message = parseLaunchMessage(value);
      if (message?.kind === 'ready') resolve(message.connectionString);
      if (message?.kind === 'failed') reject(cannotStart(message.message));
    });
    void running.closed.then((end) =>
      reject(cannotStart(`The embedded database ended with ${describeEnd(end)} at its start.`)),
    );
  });
}

function cannotStart(message: string): AppError {
  return new AppError('invalid_configuration', message);
}
