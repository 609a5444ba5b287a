import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isAnswering } from './is-answering.ts';

/** A native Postgres that belongs to nobody else, so that it may be killed. */
export interface OwnCluster {
  /** Kills the postmaster or one of its backends, and resolves when queries are answered again. */
  kill(): Promise<boolean>;
  /** Ends a postmaster that was started here. */
  stop(): Promise<void>;
}

const RESTART_DEADLINE_MS = 60_000;
const POLL_MS = 50;
/** A killed backend makes the postmaster end all others and recover; a killed postmaster is gone. */
const POSTMASTER_SHARE = 0.6;

interface Postmaster {
  readonly command: readonly string[];
  readonly identity: { readonly uid: number; readonly gid: number };
  readonly dataDirectory: string;
}

/** Takes hold of the cluster at a URL, which must be on this machine and be nobody else's. */
export async function takeCluster(url: string, random: () => number): Promise<OwnCluster> {
  const dataDirectory = await readDataDirectory(url);
  const { uid, gid } = statSync(dataDirectory);
  const command = readFileSync(`/proc/${readProcessId(dataDirectory)}/cmdline`, 'utf8')
    .split('\0')
    .filter((part) => part !== '');
  const postmaster: Postmaster = { command, identity: { uid, gid }, dataDirectory };
  let restarted: ChildProcess | null = null;
  return {
    async kill() {
      const id = readProcessId(dataDirectory);
      const backends = childrenOf(id);
      const backend = backends[Math.floor(random() * backends.length)];
      if (random() < POSTMASTER_SHARE || backend === undefined) {
        process.kill(id, 'SIGKILL');
        restarted = await restart(postmaster, url);
      } else {
        killIfThere(backend);
        await waitUntilAnswering(url);
      }
      return true;
    },
    async stop() {
      if (restarted === null) return;
      const ended = new Promise((resolve) => restarted?.once('exit', resolve));
      if (restarted.exitCode === null && restarted.kill('SIGQUIT')) await ended;
    },
  };
}

async function readDataDirectory(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory ?? '';
  } finally {
    await client.end();
  }
}

function readProcessId(dataDirectory: string): number {
  return Number(readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** The new postmaster refuses to start until the last backend of the old one has ended. */
async function restart(postmaster: Postmaster, url: string): Promise<ChildProcess> {
  const [program = '', ...args] = postmaster.command;
  const deadline = performance.now() + RESTART_DEADLINE_MS;
  while (performance.now() < deadline) {
    const child = spawn(program, args, {
      ...postmaster.identity,
      cwd: dirname(postmaster.dataDirectory),
      stdio: 'ignore',
      detached: true,
    });
    while (child.exitCode === null && child.signalCode === null) {
      if (await isAnswering(url)) return child;
      if (performance.now() > deadline) child.kill('SIGKILL');
      await sleep(POLL_MS);
    }
    await sleep(POLL_MS);
  }
  throw new Error('The killed Postgres does not start again.');
}

async function waitUntilAnswering(url: string): Promise<void> {
  const deadline = performance.now() + RESTART_DEADLINE_MS;
  while (!(await isAnswering(url))) {
    if (performance.now() > deadline) throw new Error('Postgres does not recover.');
    await sleep(POLL_MS);
  }
}

function childrenOf(id: number): readonly number[] {
  const path = `/proc/${id}/task/${id}/children`;
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number);
}

function killIfThere(id: number): void {
  if (readdirSync('/proc').includes(String(id))) process.kill(id, 'SIGKILL');
}
