import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runStep } from '../prepare/run-step.mjs';
import { binaries } from './install.mjs';
import { outputOf } from './output-of.mjs';

/** Postgres refuses to run as root; its package has made this user. */
const POSTGRES_USER = 'postgres';
const START_DEADLINE_MS = 30_000;

/**
 * Starts a cluster of its own in a temporary folder, on a free port of the loopback interface. It
 * skips fsync: what it holds is thrown away.
 *
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startPrivateCluster() {
  const identity = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'footnote-postgres-'));
  if (identity.uid !== undefined) await chown(folder, identity.uid, identity.gid);
  try {
    const password = randomBytes(24).toString('base64url');
    await makeCluster(folder, password, identity);
    const port = await findFreePort();
    const server = startServer(folder, port, identity);
    await waitUntilReady(port, server);
    const stop = async () => {
      if (server.exitCode === null && server.kill('SIGINT')) await once(server, 'exit');
      await rm(folder, { recursive: true, force: true });
    };
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** @returns {Promise<{ uid?: number, gid?: number }>} Nothing when we are not root ourselves. */
async function unprivilegedUser() {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all([
    outputOf(['id', '-u', POSTGRES_USER]),
    outputOf(['id', '-g', POSTGRES_USER]),
  ]);
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * @param {string} folder
 * @param {string} password
 * @param {{ uid?: number, gid?: number }} identity
 */
async function makeCluster(folder, password, identity) {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined) await chown(passwordFile, identity.uid, identity.gid);
  const settings = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  const initdb = [join(binaries, 'initdb'), '-D', join(folder, 'data'), ...settings, ...locale];
  await runStep('Private Postgres made', initdb, { ...identity, cwd: folder });
}

/**
 * @param {string} folder
 * @param {number} port
 * @param {{ uid?: number, gid?: number }} identity
 */
function startServer(folder, port, identity) {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    'fsync=off',
    'full_page_writes=off',
    'log_min_messages=fatal',
  ].flatMap((setting) => ['-c', setting]);
  return spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data'), ...settings], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 2, 2],
    // Out of our process group: Ctrl-C must not stop it before the tests that use it.
    detached: true,
  });
}

/**
 * @param {number} port
 * @param {import('node:child_process').ChildProcess} server
 */
async function waitUntilReady(port, server) {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const command = [join(binaries, 'pg_isready'), '-q', '-h', '127.0.0.1', '-p', String(port)];
    const isReady = await outputOf(command).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await sleep(100);
  }
  server.kill('SIGKILL');
  throw new Error('The private Postgres did not start; the reason is above.');
}

async function findFreePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}
