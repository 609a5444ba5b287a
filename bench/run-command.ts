import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectRoot } from '../platform/project-root.ts';
import { launcherEnvironment } from './config.ts';

/** Runs a command line against a launched server, with its admin key; returns the exit code. */
export async function runCommand(
  commandLine: readonly string[],
  server: { readonly url: string; readonly dataDirectory: string },
): Promise<number> {
  const main = join(projectRoot, 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, ...commandLine], {
    cwd: projectRoot,
    stdio: 'inherit',
    env: launcherEnvironment({
      FOOTNOTE_URL: server.url,
      FOOTNOTE_API_KEY: '',
      FOOTNOTE_DATA_DIR: server.dataDirectory,
    }),
  });
  const [code] = await once(child, 'exit');
  return typeof code === 'number' ? code : 1;
}
