import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * @param {readonly string[]} command The program and its arguments; no shell reads them.
 * @returns {Promise<string>} What it wrote to standard output, trimmed. Rejects when it fails.
 */
export async function outputOf([program, ...args]) {
  const { stdout } = await execute(program, args);
  return stdout.trim();
}
