import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fromRoot, root } from './prepare/paths.mjs';
import { prepare } from './prepare/prepare.mjs';

// `npm start`: installs and builds what is missing, then runs the embedded database (without a
// DATABASE_URL), the server and one worker, and restarts what crashes. In production each of them
// is started by itself: see docker-compose.yml.

/** The server drains for up to 25 s; whoever waits for it waits a little longer. */
const STOP_DEADLINE_MS = 27_000;
/** Ctrl-C under npm arrives twice, from the terminal and from npm: that is one wish to stop. */
const SAME_WISH_MS = 500;
const PARENT_CHECK_MS = 500;
/**
 * So that all processes together stay below 900 MB beside an embedded database, half of the engine's own young
 * generation, in megabytes, and an old one that grows to three times what lives in it, where the engine would let it
 * grow to four. It costs a tenth of the throughput.
 */
const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=200'];
/** A database that others run leaves room: with a young generation of this size, an answer takes an eighth less CPU. */
const ROOMY_HEAP = ['--max-semi-space-size=32', '--heap-growing-percent=200'];

if (existsSync(fromRoot('.env'))) process.loadEnvFile(fromRoot('.env'));
await prepare();

const { supervise } = await import('../dist/platform/supervise.js');
const { followProcess } = await import('../dist/platform/child-process.js');
const { startEmbeddedDatabase } = await import('../dist/db/embedded/start.js');

const stopping = new AbortController();
let stoppingSince = Infinity;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
if (process.env.npm_lifecycle_event) stopWhenOrphaned();

process.exitCode = await supervise({
  startDatabase: process.env.DATABASE_URL ? useGivenDatabase : startEmbedded,
  services: [
    service('server', 'server'),
    // The same name each time it is started, so that it goes on at once with what it had in hand.
    service('worker', 'ingest', { FOOTNOTE_WORKER_NAME: workerName() }),
  ],
  signal: stopping.signal,
  report: (line) => process.stderr.write(`${line}\n`),
});
process.exit();

function stop() {
  // A second signal ends this process at once; the others end when they lose it.
  if (Date.now() - stoppingSince > SAME_WISH_MS) process.exit(1);
  stoppingSince = Math.min(stoppingSince, Date.now());
  stopping.abort();
}

/** npm passes a signal to its shell, and not every shell passes it on: it ends, and we are left. */
function stopWhenOrphaned() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stopping.abort();
  }, PARENT_CHECK_MS).unref();
}

/** The embedded database has no other worker; another one may have those of other machines. */
function workerName() {
  return process.env.DATABASE_URL ? `start-${randomUUID()}` : 'embedded';
}

function startEmbedded() {
  return startEmbeddedDatabase({
    dataDirectory: resolve(root, process.env.FOOTNOTE_DATA_DIR || '.footnote'),
  });
}

/**
 * A database that others run: there is nothing to start, and nothing here learns of its end. What is
 * wrong with it at first is the operator's to mend; once it has been there, it is waited for.
 */
async function useGivenDatabase() {
  const { checkGivenDatabase } = await import('../dist/db/check-given-database.js');
  const { readDatabaseUrl } = await import('../dist/platform/read-settings.js');
  const connectionString = readDatabaseUrl(process.env);
  await checkGivenDatabase(connectionString);
  return {
    connectionString,
    closed: new Promise(() => {}),
    stop: () => Promise.resolve(),
  };
}

/**
 * @param {string} name As the operator knows it.
 * @param {string} folder Where its compiled `main.js` is.
 * @param {Record<string, string>} settings Environment variables of its own.
 */
function service(name, folder, settings = {}) {
  /** @param {string} databaseUrl */
  const start = (databaseUrl) => {
    // A person at a terminal wants to see what is wrong; a log collector wants everything.
    const level = process.stderr.isTTY ? 'warn' : 'info';
    const env = { LOG_LEVEL: level, ...settings, ...process.env, DATABASE_URL: databaseUrl };
    const heap = process.env.DATABASE_URL ? ROOMY_HEAP : SMALL_HEAP;
    const execArgv = [...process.execArgv, ...heap];
    const child = fork(fromRoot('dist', folder, 'main.js'), { env, execArgv });
    return followProcess(child, STOP_DEADLINE_MS);
  };
  return { name, start };
}
