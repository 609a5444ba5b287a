import { Problem } from '../contract/problem.ts';
import { printableDeep, printableLine } from './text/printable.ts';

/** The server refused, and said why. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail);
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The problem in an unsuccessful response, or one made up from its status where it holds none. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const text = await response.text();
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ProblemError(
    problemIn(text) ?? {
      type: 'about:blank',
      title: response.statusText === '' ? `Status ${response.status}` : response.statusText,
      status: Math.max(response.status, 400),
      detail: `The server answered ${response.status} without saying why.`,
      instance: new URL(response.url).pathname,
      request_id: response.headers.get('x-request-id') ?? '',
    },
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}

/** One line for the problem and one for each field that was wrong. */
export function describeProblem(error: ProblemError): readonly string[] {
  const { problem } = error;
  const fields = (problem.errors ?? []).map((field) =>
    printableLine(`  ${field.path === '' ? 'body' : field.path}: ${field.message}`),
  );
  const request = problem.request_id === '' ? '' : ` (request ${problem.request_id})`;
  const head = `${problem.title} (${problem.status}): ${problem.detail}${request}`;
  return [printableLine(head), ...fields.map((field) => `  ${field}`), ...hintFor(problem.status)];
}

/** A problem object in JSON text, made safe to print; null when it is none. */
export function problemIn(text: string): Problem | null {
  try {
    const result = Problem.safeParse(printableDeep(JSON.parse(text)));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

function hintFor(status: number): readonly string[] {
  switch (status) {
    case 401:
      return ['  Set FOOTNOTE_API_KEY, or FOOTNOTE_DATA_DIR to the data directory of the server.'];
    case 403:
      return [
        '  Use a key that has this scope: npm run footnote -- keys create <name> --scope <scope>.',
      ];
    default:
      return [];
  }
}
