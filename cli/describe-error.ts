import { messageOf } from '../platform/errors.ts';
import { describeProblem, ProblemError } from './problem-error.ts';
import { printable } from './text/printable.ts';

/** What went wrong in one or a few lines, for stderr. */
export function describeError(error: unknown): string {
  const lines = error instanceof ProblemError ? describeProblem(error) : [messageOf(error)];
  return `footnote: ${printable(lines.join('\n'))}`;
}
