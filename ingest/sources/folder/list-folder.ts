import type { BigIntStats } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../platform/errors.ts';
import { isInside } from '../../../platform/source-access.ts';
import { mapConcurrently } from '../map-concurrently.ts';
import { isErrorWithCode } from './error-code.ts';

export interface ListedFile {
  /** Relative to the folder, with `/` between its parts. */
  readonly path: string;
  readonly fingerprint: string;
  readonly size: number;
}

/**
 * All files below a real path, sorted within each folder. Throws `AppError('unavailable')` when a folder
 * cannot be read, or when the root is not the same folder at the end as it was at the beginning.
 */
export async function* listFolder(root: string, signal: AbortSignal): AsyncGenerator<ListedFile> {
  const before = await statRoot(root);
  yield* walk({ root, folder: '', signal });
  const after = await statRoot(root);
  if (before.dev !== after.dev || before.ino !== after.ino) {
    throw new AppError('unavailable', `${root} was replaced or unmounted while it was listed.`);
  }
}

/** Changes with every ordinary way to change a file: writing to it, and putting another in its place. */
export function fingerprintOf({ mtimeNs, size, ino }: BigIntStats): string {
  return `file:${mtimeNs}-${size}-${ino}`;
}

const NO_UTF8 = '\uFFFD';
const CONCURRENT_STATS = 16;

interface Place {
  readonly root: string;
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function* walk({ root, folder, signal }: Place): AsyncGenerator<ListedFile> {
  signal.throwIfAborted();
  const names = (await namesIn(join(root, folder))).filter((name) => !name.startsWith('.'));
  const entries = mapConcurrently(names, CONCURRENT_STATS, async (name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    return { path, stats: await statEntry(root, path) };
  });
  for await (const { path, stats } of entries) {
    // Node cannot open a file by a name that is not UTF-8, and would say that it is not there.
    if (path.includes(NO_UTF8)) yield { path, fingerprint: '', size: 0 };
    else if (stats?.isDirectory() === true) yield* walk({ root, folder: path, signal });
    else if (stats?.isFile() === true) {
      yield { path, fingerprint: fingerprintOf(stats), size: Number(stats.size) };
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    throw unavailable(`The folder ${folder} cannot be listed`, error);
  }
}

/** Null for what has gone since its folder was read, and for links that are not followed. */
async function statEntry(root: string, path: string): Promise<BigIntStats | null> {
  const fullPath = join(root, path);
  try {
    const stats = await lstat(fullPath, { bigint: true });
    if (!stats.isSymbolicLink()) return stats;
    if (!isInside(await realpath(fullPath), root)) return null;
    const target = await stat(fullPath, { bigint: true });
    return target.isFile() ? target : null;
  } catch (error) {
    if (isErrorWithCode(error, ['ENOENT', 'ELOOP'])) return null;
    throw unavailable(`${fullPath} cannot be looked at`, error);
  }
}

async function statRoot(root: string): Promise<BigIntStats> {
  try {
    const stats = await stat(root, { bigint: true });
    if (stats.isDirectory()) return stats;
  } catch (error) {
    throw unavailable(`${root} is missing or not mounted`, error);
  }
  throw new AppError('unavailable', `${root} is not a folder.`);
}

function unavailable(what: string, error: unknown): AppError {
  return new AppError('unavailable', `${what}: ${messageOf(error)}`, { cause: error });
}
