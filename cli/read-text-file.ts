import { readFile } from 'node:fs/promises';
import { AppError, messageOf } from '../platform/errors.ts';

/**
 * The text of a file, UTF-8 or, where it begins with their mark, UTF-16, without a byte order mark. Throws in plain
 * words where it cannot be read: a wrong letter would be stored for good.
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('invalid_value', `${path} is no UTF-8 text: save it as UTF-8.`, {
      cause: error,
    });
  }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const isAbsent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const message = isAbsent
      ? `There is no file ${path}.`
      : `${path} cannot be read: ${messageOf(error)}.`;
    throw new AppError('not_found', message, { cause: error });
  }
}

function encodingOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
}
