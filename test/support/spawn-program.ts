import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../platform/project-root.ts';

/** A program of the project, compiled, with what it has written so far. */
export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null }>;
  readonly stdout: () => string;
  /** What it told a person: standard error without the structured log. */
  readonly remarks: () => readonly string[];
}

export interface SpawnOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  /** Hold the other end of its channel, as a supervisor does. */
  readonly isSupervised?: boolean;
}

/** Starts it with nothing of our environment. */
export function spawnProgram(path: string, options: SpawnOptions): Program {
  const stdio = options.isSupervised === true ? (['ipc'] as const) : [];
  const child = spawn(process.execPath, [path, ...(options.arguments ?? [])], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe', ...stdio],
    env: { PATH: '/usr/bin:/bin', FOOTNOTE_DEMO: '0', PORT: '0', ...options.environment },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes: Buffer) => (written.stdout += bytes.toString()));
  child.stderr?.on('data', (bytes: Buffer) => (written.stderr += bytes.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
  }));
  return {
    child,
    ended,
    stdout: () => written.stdout,
    remarks: () =>
      written.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('{')),
  };
}

export async function stopProgram({ child, ended }: Program, signal: NodeJS.Signals = 'SIGTERM') {
  child.kill(signal);
  return (await ended).code;
}

/** Polls other processes, which tell nobody when they are there. */
export async function waitUntil(
  what: string,
  isReached: () => Promise<boolean>,
  deadlineMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await isReached().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await sleep(50);
  }
}

/** A port that was free a moment ago, and a server that holds it until it is closed. */
export async function holdPort(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return {
    port: address.port,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
