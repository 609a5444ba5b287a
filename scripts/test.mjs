import { spawn } from 'node:child_process';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm test` on a fresh clone: installs, builds, then runs vitest with the arguments it was given.
await prepare();
const vitest = fromRoot('node_modules', 'vitest', 'vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));
