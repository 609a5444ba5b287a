import { spawn } from 'node:child_process';
import { prepare } from './prepare/prepare.mjs';
import { fromRoot, root } from './prepare/paths.mjs';

// `npm run drill [-- --schedule http-500 --rate 200 --seed 1 --json]`: fails a simulated model in many ways, and
// measures how soon its circuit opens, what an asker sees of it, and how it recovers.
await prepare();
const drill = ['--import', 'tsx', fromRoot('bench', 'drill', 'main.ts'), ...process.argv.slice(2)];
const child = spawn(process.execPath, drill, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));
