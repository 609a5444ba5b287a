import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../platform/project-root.ts';
import { launcherEnvironment } from './config.ts';

/** The real launcher, on a port and a data directory of its own. */
export interface Launched {
  readonly url: string;
  readonly processId: number;
  /** From the start of the process to the first byte of a ready `/readyz`. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly dataDirectory: string;
  /** Null starts the embedded database. */
  readonly databaseUrl: string | null;
  /** Default: the built-in configuration. */
  readonly configPath?: string;
  /** Loads the demo's documents; default: none. */
  readonly hasDemo?: boolean;
}

const READY_DEADLINE_MS = 300_000;
const POLL_MS = 20;

export async function launch(options: LaunchOptions): Promise<Launched> {
  const port = await findFreePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(projectRoot, 'scripts', 'start.mjs')], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: launcherEnvironment({
      DATABASE_URL: options.databaseUrl ?? '',
      FOOTNOTE_DATA_DIR: options.dataDirectory,
      FOOTNOTE_DEMO: options.hasDemo === true ? '1' : '0',
      ...(options.configPath === undefined ? {} : { FOOTNOTE_CONFIG: options.configPath }),
      LOG_LEVEL: 'error',
      PORT: String(port),
    }),
  });
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(url, child);
  return {
    url,
    processId: child.pid ?? 0,
    readyMs: performance.now() - startedAt,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const isReady = await fetch(`${url}/readyz`).then(
      (response) => response.status === 200,
      () => false,
    );
    if (isReady) return;
    await sleep(POLL_MS);
  }
  const end = child.exitCode === null ? 'was not ready in time' : `ended with ${child.exitCode}`;
  child.kill('SIGKILL');
  throw new Error(`The launcher ${end}; what it said is above.`);
}

/** A port of the loopback interface that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}
