import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm run bench [-- --json]` and `npm run bench:<name>` measure the embedded database
// and a native Postgres: the one that DATABASE_URL names, or a private one where it can be installed. With
// `--database embedded` a bench that knows the option measures that one alone. What retrieval is compared with
// (`--part peers`) is installed first, from a lockfile of its own. Answers, routing, verifying, drift, extraction and the
// desk need no database, and classifiers are measured on the embedded one.
await prepare();
const peers = fromRoot('bench', 'peers');
if (process.argv.includes('peers') && !existsSync(join(peers, 'node_modules'))) {
  // Some say that they want a later Node.js than they do; and why installing failed is shown even to `npm run -s`.
  const options = ['--engine-strict=false', '--loglevel=error'];
  const { status } = spawnSync('npm', ['ci', ...options], { cwd: peers, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
const [first = '', ...others] = process.argv.slice(2);
const isNamed = first !== '' && !first.startsWith('--');
const given = isNamed ? others : process.argv.slice(2);
const main = isNamed ? fromRoot('bench', first, 'main.ts') : fromRoot('bench', 'main.ts');
const bench = [process.execPath, '--import', 'tsx', main, ...given];
const [program, ...args] = needsPostgres()
  ? [process.execPath, fromRoot('scripts', 'native-postgres.mjs'), '--', ...bench]
  : bench;
const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));

function needsPostgres() {
  const without = ['answer', 'classify', 'desk', 'drift', 'extract', 'routing', 'verify'];
  if (without.includes(first)) return false;
  const wantsNative = !given.includes('embedded') && !given.includes('--database=embedded');
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return wantsNative && !process.env.DATABASE_URL && isDebianRoot;
}
