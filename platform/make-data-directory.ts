import { mkdirSync } from 'node:fs';
import { AppError } from './errors.ts';

/** Makes the data directory, for its owner alone. @throws AppError `invalid_configuration` */
export function makeDataDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const problem = PROBLEMS[code];
    if (problem === undefined) throw error;
    throw new AppError(
      'invalid_configuration',
      `The data directory ${path} ${problem}. Name another folder in FOOTNOTE_DATA_DIR.`,
      { cause: error },
    );
  }
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'is a file',
  ENOTDIR: 'would be below a file',
  EACCES: 'may not be made by this user',
  EPERM: 'may not be made by this user',
  EROFS: 'is on a disk that may only be read',
};
