import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm run bench:ingest [-- --large] [--database embedded|native] [--scenario name] [--json]`: how fast
// documents are ingested, stage by stage, and what memory that takes, on both databases.
await prepare();
const given = process.argv.slice(2);
const bench = [
  process.execPath,
  '--import',
  'tsx',
  fromRoot('bench', 'ingest', 'main.ts'),
  ...given,
];
const [program, ...args] = needsPostgres()
  ? [process.execPath, fromRoot('scripts', 'native-postgres.mjs'), '--', ...bench]
  : bench;
const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));

function needsPostgres() {
  const wantsNative = !given.includes('embedded') && !given.includes('--database=embedded');
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return wantsNative && !process.env.DATABASE_URL && isDebianRoot;
}
