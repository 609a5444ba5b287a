import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { installPostgres } from './native-postgres/install.mjs';
import { startPrivateCluster } from './native-postgres/private-cluster.mjs';

// `node scripts/native-postgres.mjs -- <command>`: runs a command with DATABASE_URL naming a native
// Postgres with pgvector, which is installed where it is missing, private, and gone afterwards. A
// DATABASE_URL that is given is used as it is. Without a command it serves until Ctrl-C.

const [separator, ...command] = process.argv.slice(2);
if (separator !== undefined && (separator !== '--' || command.length === 0)) {
  process.stderr.write('Usage: node scripts/native-postgres.mjs [-- <command> …]\n');
  process.exit(2);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => interrupted.abort());
}

try {
  process.exitCode = await serve();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** @returns {Promise<number>} The exit code of the command. */
async function serve() {
  if (process.env.DATABASE_URL) return await runCommand(process.env.DATABASE_URL);
  await installPostgres();
  const cluster = await startPrivateCluster();
  try {
    return await runCommand(cluster.url);
  } finally {
    await cluster.stop();
  }
}

/** @param {string} databaseUrl */
async function runCommand(databaseUrl) {
  if (interrupted.signal.aborted) return 1;
  if (command.length === 0) {
    process.stdout.write(`DATABASE_URL=${databaseUrl}\n`);
    await once(interrupted.signal, 'abort');
    return 0;
  }
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const child = spawn(command[0], command.slice(1), { env, stdio: 'inherit' });
  interrupted.signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
