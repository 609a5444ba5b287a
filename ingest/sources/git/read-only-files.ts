import { lstat, readdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import type { PromiseFsClient } from 'isomorphic-git';
import { AppError } from '../../../platform/errors.ts';
import { isInside } from '../../../platform/source-access.ts';

/** A pack is read into memory whole. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/**
 * The file system as isomorphic-git may see it for a repository that is not ours: it reads below one real
 * folder, follows no link out of it, and writes nothing.
 */
export function readOnlyFiles(folder: string): PromiseFsClient {
  return {
    promises: {
      readFile: async (path: string, options?: ReadOptions) => readBounded(folder, path, options),
      readdir: async (path: string) => readdir(await inside(folder, path)),
      stat: async (path: string) => stat(await inside(folder, path)),
      lstat: async (path: string) => {
        await inside(folder, path);
        return lstat(path);
      },
      readlink: async (path: string) => {
        await inside(folder, path);
        return readlink(path);
      },
      writeFile: refuseToWrite,
      unlink: refuseToWrite,
      mkdir: refuseToWrite,
      rmdir: refuseToWrite,
      symlink: refuseToWrite,
    },
  };
}

type ReadOptions = BufferEncoding | { readonly encoding?: BufferEncoding };

async function readBounded(
  folder: string,
  path: string,
  options?: ReadOptions,
): Promise<string | Buffer> {
  const target = await inside(folder, path);
  const { size } = await stat(target);
  if (size > MAX_FILE_BYTES) {
    throw new AppError(
      'too_large',
      `A file of the repository has ${size} bytes; at most ${MAX_FILE_BYTES} are read.`,
    );
  }
  return readFile(target, options);
}

/** What lies outside is reported as not there, which is how a reader of repositories looks for things. */
async function inside(folder: string, path: string): Promise<string> {
  const target = await realpath(path);
  if (isInside(target, folder)) return target;
  throw Object.assign(new Error(`${path} lies outside the repository.`), { code: 'ENOENT' });
}

async function refuseToWrite(): Promise<never> {
  throw new AppError('internal', 'A repository that is followed is never written to.');
}
