import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm run crash -- [--kills 200] [--documents 500] [--database embedded|native] [--seed n]`: kills
// worker, server and database while documents are ingested, and holds what is left against a run in
// peace. A native Postgres that DATABASE_URL names is used and never killed; without one, or with
// `--own-cluster`, a private one is, where one can be installed.
const OWN_CLUSTER = '--own-cluster';

await prepare();
const given = process.argv.slice(2).filter((argument) => argument !== OWN_CLUSTER);
const crash = [
  process.execPath,
  '--import',
  'tsx',
  fromRoot('bench', 'crash', 'main.ts'),
  ...given,
];
const hasOwnCluster = needsOwnCluster();
const [program, ...args] = hasOwnCluster
  ? [process.execPath, fromRoot('scripts', 'native-postgres.mjs'), '--', ...crash, OWN_CLUSTER]
  : crash;
const env = hasOwnCluster ? { ...process.env, DATABASE_URL: '' } : process.env;
const child = spawn(program, args, { cwd: root, stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));

function needsOwnCluster() {
  const isNative = given.includes('native') || given.includes('--database=native');
  const isWanted = process.argv.includes(OWN_CLUSTER) || !process.env.DATABASE_URL;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return isNative && isWanted && isDebianRoot;
}
