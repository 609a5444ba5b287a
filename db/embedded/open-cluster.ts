import { once } from 'node:events';
import { existsSync, openAsBlob, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataDirectory } from '../../platform/make-data-directory.ts';
import { PgliteBackend } from './backend.ts';
import { forkEntry } from './fork-entry.ts';
import type { ClusterRequest, EmbeddedDatabaseOptions } from './launch-message.ts';
import { takeLockFile } from './lock-file.ts';

export interface OpenCluster {
  readonly backend: PgliteBackend;
  /** Checkpoints, closes the database and gives the data directory free. */
  close(): Promise<void>;
}

const UNFINISHED_PREFIX = 'postgres.unfinished-';

/** Opens the cluster of a data directory under its lock, making both when they are missing. */
export async function openCluster(options: EmbeddedDatabaseOptions): Promise<OpenCluster> {
  const { dataDirectory } = options;
  if (dataDirectory === null) return await openInMemory(options);
  makeDataDirectory(dataDirectory);
  const lock = takeLockFile(join(dataDirectory, 'lock'));
  try {
    const clusterDirectory = join(dataDirectory, 'postgres');
    if (!existsSync(clusterDirectory)) await makeCluster(dataDirectory, options);
    const backend = await PgliteBackend.open({ clusterDirectory, template: null });
    return { backend, close: () => backend.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function openInMemory({ templateFile }: EmbeddedDatabaseOptions): Promise<OpenCluster> {
  const template = templateFile === undefined ? null : await openAsBlob(templateFile);
  const backend = await PgliteBackend.open({ clusterDirectory: null, template });
  return { backend, close: () => backend.close() };
}

/** Makes the cluster aside and renames it, so that one whose making was interrupted is not used. */
async function makeCluster(
  dataDirectory: string,
  { templateFile }: EmbeddedDatabaseOptions,
): Promise<void> {
  for (const name of readdirSync(dataDirectory)) {
    if (name.startsWith(UNFINISHED_PREFIX)) rmSync(join(dataDirectory, name), { recursive: true });
  }
  const clusterDirectory = join(dataDirectory, `${UNFINISHED_PREFIX}${process.pid}`);
  const request: ClusterRequest = {
    clusterDirectory,
    ...(templateFile === undefined ? {} : { templateFile }),
  };
  const [code] = await once(forkEntry('make-cluster', JSON.stringify(request)), 'exit');
  if (code !== 0) throw new Error(`A new database could not be made in ${dataDirectory}`);
  renameSync(clusterDirectory, join(dataDirectory, 'postgres'));
}
