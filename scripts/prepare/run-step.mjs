import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from './paths.mjs';

/**
 * Runs one program without a shell, showing its output only when it fails.
 *
 * @param {string} label What the step does, for the progress line.
 * @param {readonly string[]} command The program and its arguments.
 * @param {import('node:child_process').SpawnOptions} [options] Such as the folder it runs in.
 * @returns {Promise<void>} Rejects when the program fails.
 */
export async function runStep(label, [program, ...args], options = {}) {
  const startedAt = Date.now();
  const child = spawn(program, args, {
    cwd: root,
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {Buffer[]} */
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const stop = () => child.kill();
  process.once('exit', stop);
  const [code] = await once(child, 'close');
  process.off('exit', stop);
  if (code !== 0) {
    process.stderr.write(Buffer.concat(output));
    throw new Error(`${label} failed (code ${code}); the reason is above.`);
  }
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  // Standard output belongs to the command that is prepared here.
  process.stderr.write(`${label}: ${seconds} s\n`);
}
