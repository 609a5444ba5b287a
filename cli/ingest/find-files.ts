import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type { DocumentMime } from '../../contract/document.ts';
import { MAX_UPLOAD_BYTES } from '../../contract/text-limits.ts';
import { mimeOfName } from '../../core/file-extensions.ts';
import { AppError } from '../../platform/errors.ts';

/** A file to send. `source` is what the server knows it by: its path below the folder that was named. */
export interface FoundFile {
  readonly path: string;
  readonly source: string;
  readonly mime: DocumentMime;
  readonly byteSize: number;
}

/** A file that is left out, by intent (`skipped`) or because it cannot be sent (`failed`). */
export interface LeftOutFile {
  readonly path: string;
  readonly reason: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly LeftOutFile[];
  readonly failed: readonly LeftOutFile[];
}

/**
 * Finds the documents in files and folders, in a stable order. Below a folder, hidden entries and
 * `node_modules` are passed over and links are not followed. Throws `AppError('not_found')` for a path
 * that does not exist, `AppError('conflict')` when two files would be one source.
 */
export async function findFiles(
  paths: readonly string[],
  workingDirectory: string,
): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const skipped: LeftOutFile[] = [];
  const failed: LeftOutFile[] = [];
  for (const path of paths) {
    for (const entry of await entriesAt(resolve(workingDirectory, path), path)) {
      const mime = mimeOfName(entry.path);
      if (entry.skippedBecause !== null || mime === null)
        skipped.push({ path: entry.path, reason: entry.skippedBecause ?? unsupported(entry.path) });
      else if (entry.byteSize > MAX_UPLOAD_BYTES)
        failed.push({ path: entry.path, reason: `larger than ${MAX_UPLOAD_BYTES / 2 ** 20} MB` });
      else addOnce(files, { ...entry, mime });
    }
  }
  return { files: [...files.values()], skipped, failed };
}

interface Entry {
  readonly path: string;
  readonly source: string;
  readonly byteSize: number;
  readonly skippedBecause: string | null;
}

async function entriesAt(absolutePath: string, givenPath: string): Promise<readonly Entry[]> {
  const status = await stat(absolutePath).catch((error: unknown) => {
    throw new AppError('not_found', `There is no file or folder ${givenPath}.`, { cause: error });
  });
  if (status.isDirectory()) return entriesBelow(absolutePath, '');
  return [await toEntry(absolutePath, basename(absolutePath))];
}

async function entriesBelow(root: string, folder: string): Promise<readonly Entry[]> {
  const found = await readdir(join(root, folder), { withFileTypes: true });
  const entries: Entry[] = [];
  for (const item of found.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (item.name.startsWith('.') || item.name === 'node_modules') continue;
    const source = folder === '' ? item.name : `${folder}/${item.name}`;
    const path = join(root, source);
    if (item.isDirectory()) entries.push(...(await entriesBelow(root, source)));
    else if (item.isFile()) entries.push(await toEntry(path, source));
    else entries.push({ path, source, byteSize: 0, skippedBecause: 'not a regular file' });
  }
  return entries;
}

async function toEntry(path: string, source: string): Promise<Entry> {
  const status = await stat(path);
  const skippedBecause = status.isFile() ? null : 'not a regular file';
  return { path, source, byteSize: status.size, skippedBecause };
}

/** The same source twice would make the second file a new version of the first, and hide it. */
function addOnce(files: Map<string, FoundFile>, file: FoundFile): void {
  const earlier = files.get(file.source);
  if (earlier !== undefined && earlier.path !== file.path) {
    throw new AppError(
      'conflict',
      `${earlier.path} and ${file.path} would both be the source "${file.source}". Name the folder that holds both, or ingest them into different collections.`,
    );
  }
  files.set(file.source, file);
}

function unsupported(path: string): string {
  const extension = extname(path);
  return extension === '' ? 'no file extension' : `the type ${extension} is not supported`;
}
