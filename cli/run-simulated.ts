import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../platform/errors.ts';
import { projectRoot } from '../platform/project-root.ts';
import { environmentWithKey } from './config.ts';
import type { ExitCode } from './command-context.ts';

/**
 * Runs a program of `bench/` that starts a server of its own with the provider simulator as its models: one that ends
 * with it, or for `demo` one that stays until Ctrl-C. Throws `AppError('unavailable')` where the simulator is not
 * installed.
 */
export async function runSimulated(
  program: 'demo' | 'evaluate' | 'red-team',
  commandLine: readonly string[],
  key: string | null = null,
): Promise<ExitCode> {
  const main = join(projectRoot, 'bench', program, 'main.ts');
  if (!existsSync(main)) {
    throw new AppError('unavailable', 'The provider simulator is not part of this installation.');
  }
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...commandLine], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: environmentWithKey(key),
  });
  const [code] = await once(child, 'exit');
  if (code === 0 || code === 2) return code;
  return 1;
}
