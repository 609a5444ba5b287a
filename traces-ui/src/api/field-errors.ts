import { ProblemError } from './problem-error.ts';

export interface FieldErrors {
  /** What is wrong with a field of the body, named by its JSON pointer, or with a part of it; else null. */
  readonly at: (pointer: string) => string | null;
  /** What is wrong with fields that none of the pointers names. */
  readonly besides: (pointers: readonly string[]) => readonly string[];
}

/** The complaints of a refused body, by field. */
export function fieldErrors(error: Error | null): FieldErrors {
  const fields = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
  return {
    at: (pointer) => {
      const found = fields.filter(({ path }) => isWithin(path, pointer));
      return found.length === 0 ? null : found.map(({ message }) => message).join('; ');
    },
    besides: (pointers) =>
      fields
        .filter(({ path }) => !pointers.some((pointer) => isWithin(path, pointer)))
        .map(({ path, message }) => `${path}: ${message}`),
  };
}

function isWithin(path: string, pointer: string): boolean {
  return path === pointer || path.startsWith(`${pointer}/`);
}
