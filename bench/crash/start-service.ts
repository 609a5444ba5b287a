import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { parseLaunchMessage } from '../../db/embedded/launch-message.ts';
import { followProcess } from '../../platform/child-process.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { supervise, type RunningDatabase } from '../../platform/supervise.ts';
import { launcherEnvironment } from '../config.ts';
import { findFreePort } from '../launch.ts';
import type { OwnCluster } from './own-cluster.ts';
import type { KillableService, Victim } from './random-victims.ts';

/** Where the documents are kept while the service is killed at. */
export type Target =
  | { readonly kind: 'embedded' }
  /** Without a cluster of our own, nobody may kill the database. */
  | { readonly kind: 'native'; readonly url: string; readonly cluster: OwnCluster | null };

export interface StartedService extends KillableService {
  readonly url: string;
  readonly adminKey: string;
  /** Of the database as it runs now. */
  databaseUrl(): string;
  /** Process numbers of the workers as they run now. */
  workerIds(): readonly number[];
  stop(): Promise<void>;
}

/** As the launcher does it, but for giving up: here everything is started again for ever. */
const NEVER_GIVE_UP = { maxCrashes: Infinity, windowMs: 1, firstDelayMs: 10, maxDelayMs: 10 };
/** Without this a fork would load what compiles our own sources, and be slower and larger for it. */
const COMPILED: string[] = [];
const STOP_DEADLINE_MS = 3_000;
const DATABASE_TRIES = 20;
/** What a worker logs when it begins to take jobs. */
const WORKER_IS_UP = 'worker.started';
const ADMIN_KEY = 'fn_crash_test_admin_key';

/** Starts database, server and worker as processes of their own, and keeps them running. */
export async function startService(
  target: Target,
  options: { readonly dataDirectory: string; readonly workers?: number },
): Promise<StartedService> {
  const { dataDirectory } = options;
  const port = await findFreePort();
  const log = createWriteStream(join(dataDirectory, 'service.log'));
  const processes = new Map<string, ChildProcess>();
  const working = new WeakSet<ChildProcess>();
  let connectionString = target.kind === 'native' ? target.url : '';
  const stopping = new AbortController();

  const keep = (name: string, child: ChildProcess) => {
    processes.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.pipe(log, { end: false });
      stream?.on('data', (bytes: Buffer) => {
        if (bytes.includes(WORKER_IS_UP)) working.add(child);
      });
    }
    return followProcess(child, STOP_DEADLINE_MS);
  };
  const service = (name: string, folder: string) => ({
    name,
    start: (databaseUrl: string) =>
      keep(
        name,
        fork(join(projectRoot, 'dist', folder, 'main.js'), {
          stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
          execArgv: COMPILED,
          env: launcherEnvironment({
            DATABASE_URL: databaseUrl,
            FOOTNOTE_DATA_DIR: dataDirectory,
            FOOTNOTE_ADMIN_KEY: ADMIN_KEY,
            FOOTNOTE_DEMO: '0',
            LOG_LEVEL: 'info',
            PORT: String(port),
            // The same at each start, as the launcher has it: see `releaseLeasesOf`.
            FOOTNOTE_WORKER_NAME: name,
          }),
        }),
      ),
  });
  const startDatabase = async () => {
    if (target.kind === 'native') return givenDatabase(target.url);
    const started = await startEmbedded(dataDirectory, keep);
    connectionString = started.connectionString;
    return started;
  };
  const workers = Array.from({ length: options.workers ?? 1 }, (_, index) =>
    service(index === 0 ? 'worker' : `worker ${index + 1}`, 'ingest'),
  );
  const supervised = supervise({
    startDatabase,
    services: [service('server', 'server'), ...workers],
    signal: stopping.signal,
    report: () => undefined,
    crashPolicy: NEVER_GIVE_UP,
  });

  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    adminKey: ADMIN_KEY,
    databaseUrl: () => connectionString,
    workerIds: () =>
      [...processes].flatMap(([name, { pid }]) =>
        name.startsWith('worker') && pid !== undefined ? [pid] : [],
      ),
    async isUp(victim) {
      if (victim !== 'worker') return isReady(url);
      return workers.every(({ name }) => {
        const worker = processes.get(name);
        return worker !== undefined && working.has(worker) && isRunning(worker);
      });
    },
    async kill(victim: Victim) {
      if (victim === 'database' && target.kind === 'native') {
        return (await target.cluster?.kill()) ?? false;
      }
      return processes.get(victim)?.kill('SIGKILL') ?? false;
    },
    async stop() {
      stopping.abort();
      await supervised;
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** A server is ready only with its database. */
export function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.status === 200,
    () => false,
  );
}

function givenDatabase(connectionString: string): RunningDatabase {
  const closed = new Promise<never>(() => {});
  return { connectionString, closed, stop: () => Promise.resolve() };
}

/** A database that is killed while it starts is started again, which the launcher leaves to people. */
async function startEmbedded(
  dataDirectory: string,
  keep: (name: string, child: ChildProcess) => ReturnType<typeof followProcess>,
): Promise<RunningDatabase> {
  for (let tries = 1; ; tries += 1) {
    const child = fork(
      join(projectRoot, 'dist', 'db', 'embedded', 'main.js'),
      [JSON.stringify({ dataDirectory })],
      { env: {}, execArgv: COMPILED, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    const running = keep('database', child);
    const connectionString = await new Promise<string | null>((resolve) => {
      child.on('message', (value) => {
        const message = parseLaunchMessage(value);
        resolve(message?.kind === 'ready' ? message.connectionString : null);
      });
      void running.closed.then(() => resolve(null));
    });
    if (connectionString !== null) return { ...running, connectionString };
    await running.stop();
    if (tries === DATABASE_TRIES) throw new Error('The embedded database does not start again.');
  }
}
