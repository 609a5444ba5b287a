import { existsSync, mkdirSync, openAsBlob, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PgliteBackend } from './backend.ts';
import type { EmbeddedDatabaseOptions } from './launch-message.ts';
import { takeLockFile } from './lock-file.ts';

export interface OpenCluster {
  readonly backend: PgliteBackend;
  /** Checkpoints, closes the database and gives the data directory free. */
  close(): Promise<void>;
}

/**
 * Opens the cluster of a data directory under its lock, making directory and cluster when they are
 * missing. A cluster whose making was interrupted never held a row, and is made again.
 */
export async function openCluster(options: EmbeddedDatabaseOptions): Promise<OpenCluster> {
  const { dataDirectory } = options;
  const template =
    options.templateFile === undefined ? null : await openAsBlob(options.templateFile);
  if (dataDirectory === null) {
    const backend = await PgliteBackend.open({ clusterDirectory: null, template });
    return { backend, close: () => backend.close() };
  }
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const lock = takeLockFile(join(dataDirectory, 'lock'));
  try {
    const backend = await openOrMake(dataDirectory, template);
    return { backend, close: () => backend.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openOrMake(dataDirectory: string, template: Blob | null): Promise<PgliteBackend> {
  const clusterDirectory = join(dataDirectory, 'postgres');
  const completeMark = join(dataDirectory, 'postgres.complete');
  if (existsSync(completeMark))
    return await PgliteBackend.open({ clusterDirectory, template: null });
  rmSync(clusterDirectory, { recursive: true, force: true });
  const backend = await PgliteBackend.open({ clusterDirectory, template });
  writeFileSync(completeMark, `${backend.serverVersion}\n`);
  return backend;
}
