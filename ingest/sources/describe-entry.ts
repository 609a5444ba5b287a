import { basename } from 'node:path/posix';
import { DocumentSource } from '../../contract/document.ts';
import { MAX_UPLOAD_BYTES } from '../../contract/text-limits.ts';
import { AppError } from '../../platform/errors.ts';
import type { EntryProblem, SourceEntry } from './connector.ts';

export interface FoundFile {
  readonly sourceName: string;
  /** Relative to the source's root, with `/` between its parts. */
  readonly path: string;
  readonly fingerprint: string;
  readonly size: number | null;
}

const MAX_SHOWN_PATH_CHARS = 200;

/** The entry of a file in a tree. Its path begins with the source's name, so that sources do not meet. */
export function describeFile({ sourceName, path, fingerprint, size }: FoundFile): SourceEntry {
  const fullPath = `${sourceName}/${path}`;
  const problem = pathProblem(fullPath) ?? sizeProblem(size);
  return { path: fullPath, fileName: basename(path), fingerprint, size, problem };
}

/** The path below the source's root of an entry made by `describeFile`. */
export function pathBelowSource({ path }: SourceEntry, sourceName: string): string {
  return path.slice(sourceName.length + 1);
}

export function pathProblem(path: string): EntryProblem | null {
  if (path.includes('\uFFFD')) {
    return { code: 'unreadable', detail: 'Its name is not valid UTF-8; rename the file.' };
  }
  if (DocumentSource.safeParse(path).success) return null;
  const shown = path.slice(0, MAX_SHOWN_PATH_CHARS);
  return { code: 'unreadable', detail: `Its path cannot be stored (longer than 1,000): ${shown}` };
}

export function sizeProblem(size: number | null): EntryProblem | null {
  if (size === null || size <= MAX_UPLOAD_BYTES) return null;
  return {
    code: 'too_large',
    detail: `It has ${size} bytes; at most ${MAX_UPLOAD_BYTES} are read.`,
  };
}

export function assertReadableSize(size: number): void {
  const problem = sizeProblem(size);
  if (problem !== null) throw new AppError('too_large', problem.detail);
}
