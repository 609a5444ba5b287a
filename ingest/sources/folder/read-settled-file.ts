import { constants, type BigIntStats } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, messageOf } from '../../../platform/errors.ts';
import { isInside } from '../../../platform/source-access.ts';
import { assertReadableSize } from '../describe-entry.ts';
import { isErrorWithCode } from './error-code.ts';
import { fingerprintOf } from './list-folder.ts';

export interface WantedFile {
  /** The real path of the source's folder. */
  readonly root: string;
  readonly path: string;
  readonly signal: AbortSignal;
  /** Called between reading a file and looking whether it changed meanwhile. */
  readonly afterReading?: () => Promise<void>;
}

export interface SettledFile {
  readonly bytes: Buffer;
  readonly fingerprint: string;
}

const MAX_READS = 3;

/**
 * The bytes of a file that did not change while they were read. Throws `AppError`: `not_found`,
 * `too_large`, `invalid_value` for what has become a link out of the folder, `unavailable` otherwise.
 */
export async function readSettledFile(wanted: WantedFile): Promise<SettledFile> {
  for (let attempt = 1; attempt <= MAX_READS; attempt++) {
    wanted.signal.throwIfAborted();
    const file = await readOnce(wanted);
    if (file !== null) return file;
  }
  throw new AppError('unavailable', `${wanted.path} changes while it is read; it comes next time.`);
}

/** Null when the file changed meanwhile. */
async function readOnce(wanted: WantedFile): Promise<SettledFile | null> {
  const fullPath = join(wanted.root, wanted.path);
  const file = await openFile(fullPath, wanted.path);
  try {
    const before = await file.stat({ bigint: true });
    await assertInside(wanted, fullPath, before);
    assertReadableSize(Number(before.size));
    const bytes = await readBytes(file, Number(before.size));
    await wanted.afterReading?.();
    const after = await file.stat({ bigint: true });
    const isSettled =
      fingerprintOf(before) === fingerprintOf(after) && BigInt(bytes.length) === after.size;
    return isSettled ? { bytes, fingerprint: fingerprintOf(after) } : null;
  } finally {
    await file.close();
  }
}

async function openFile(fullPath: string, path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, a pipe that took the file's place would hold us for ever.
    return await open(fullPath, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (isErrorWithCode(error, ['ENOENT', 'ENOTDIR'])) {
      throw new AppError('not_found', `${path} is gone.`, { cause: error });
    }
    throw new AppError('unavailable', `${path} cannot be opened: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The open file is the one that its path leads to, and that lies in the folder, whatever was swapped meanwhile. */
async function assertInside(
  { root, path }: WantedFile,
  fullPath: string,
  opened: BigIntStats,
): Promise<void> {
  const target = await realpath(fullPath).catch(() => null);
  const found = target === null ? null : await stat(target, { bigint: true }).catch(() => null);
  if (target === null || found === null) throw new AppError('not_found', `${path} is gone.`);
  const isSame = found.dev === opened.dev && found.ino === opened.ino;
  if (isInside(target, root) && isSame && opened.isFile()) return;
  throw new AppError('invalid_value', `${path} is no longer a file of the folder.`);
}

/** At most one byte more than expected, so that a file that grows meanwhile cannot fill the memory. */
async function readBytes(file: FileHandle, size: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(size + 1);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
