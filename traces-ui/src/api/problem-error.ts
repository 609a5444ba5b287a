import type { Problem } from '../../../contract/problem.ts';

/** A call that the server refused, or that never reached it (`status` 0). */
export class ProblemError extends Error {
  readonly status: number;
  readonly problem: Problem | null;

  constructor(message: string, status: number, problem: Problem | null) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.problem = problem;
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 401;
}

export function isAbsent(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

/** The error for a response that is not ok: its problem document where it has one. */
export async function readProblem(response: Response): Promise<ProblemError> {
  return problemFromText(await response.text(), response.status);
}

export function problemFromText(text: string, status: number): ProblemError {
  const problem = parseProblem(text);
  if (problem === null) return new ProblemError(`The server answered ${status}.`, status, null);
  return new ProblemError(describeProblem(problem), status, problem);
}

export function unreachable(cause: unknown): ProblemError {
  const error = new ProblemError('The server cannot be reached.', 0, null);
  error.cause = cause;
  return error;
}

/** The detail, followed by what each field did wrong. */
export function describeProblem(problem: Problem): string {
  const detail = problem.detail.length > 0 ? problem.detail : problem.title;
  const fields = (problem.errors ?? []).map((error) => `${error.path}: ${error.message}`);
  return [detail, ...fields].join(' · ');
}

function parseProblem(text: string): Problem | null {
  try {
    const value: unknown = JSON.parse(text);
    return isProblem(value) ? value : null;
  } catch {
    return null;
  }
}

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'title' in value &&
    typeof value.title === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}
