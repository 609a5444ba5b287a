import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDatabase } from './database.ts';
import { holdPort, spawnProgram, stopProgram, waitUntil } from './spawn-program.ts';

export interface BuiltServer {
  readonly url: string;
  readonly adminKey: string;
  stop(): Promise<void>;
  /** As a power cut does: it is given no time for anything. */
  kill(): Promise<void>;
}

/** The server as users run it: compiled, and in a process of its own. */
export async function startBuiltServer(
  { connectionString }: TestDatabase,
  adminKey: string,
): Promise<BuiltServer> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'footnote-figures-'));
  const held = await holdPort();
  await held.close();
  const program = spawnProgram('dist/server/main.js', {
    environment: {
      DATABASE_URL: connectionString,
      FOOTNOTE_ADMIN_KEY: adminKey,
      FOOTNOTE_DATA_DIR: dataDirectory,
      PORT: String(held.port),
    },
  });
  const url = `http://127.0.0.1:${held.port}`;
  await waitUntil('the built server', async () => (await fetch(`${url}/readyz`)).ok);
  const end = async (signal: NodeJS.Signals) => {
    await stopProgram(program, signal);
    await rm(dataDirectory, { recursive: true });
  };
  return { url, adminKey, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
