import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm run bench [-- --json]`: measures the embedded database, then a native Postgres: the one that
// DATABASE_URL names, or a private one where it can be installed.
await prepare();
const bench = [process.execPath, '--import', 'tsx', fromRoot('bench', 'main.ts')];
const command = canInstallPostgres()
  ? [process.execPath, fromRoot('scripts', 'native-postgres.mjs'), '--', ...bench]
  : bench;
const [program, ...args] = [...command, ...process.argv.slice(2)];
const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));

function canInstallPostgres() {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return !process.env.DATABASE_URL && isDebianRoot;
}
