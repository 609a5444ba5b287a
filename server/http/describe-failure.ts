import { STATUS_CODES } from 'node:http';
import { AppError, type ErrorCode } from '../../platform/errors.ts';
import { HttpRefusal } from './http-refusal.ts';

/** Why a request failed, in terms that may be shown to whoever sent it. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: readonly { readonly path: string; readonly message: string }[];
  readonly headers: Readonly<Record<string, string>>;
  /** False for what nobody foresaw: it belongs into the log. */
  readonly isExpected: boolean;
}

const STATUS_OF: Readonly<Record<ErrorCode, number>> = {
  malformed_request: 400,
  two_credentials: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_type: 415,
  invalid_value: 422,
  rate_limited: 429,
  budget_exceeded: 429,
  unavailable: 503,
  invalid_configuration: 500,
  internal: 500,
};

export const DEFAULT_RETRY_AFTER_SECONDS = 5;

/** Turns anything that was thrown into a failure. Nothing of an unforeseen error is shown. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof AppError) return fromAppError(error);
  if (error instanceof HttpRefusal) {
    return failure(error.status, error.code, { detail: error.message, headers: error.headers });
  }
  const status = clientErrorStatus(error);
  return status === null ? UNFORESEEN : fromLibraryStatus(status);
}

const UNFORESEEN: Failure = {
  ...failure(500, 'internal', {
    detail: 'The server failed in a way that nobody foresaw. Its log has the request id.',
  }),
  isExpected: false,
};

function fromAppError(error: AppError): Failure {
  const status = STATUS_OF[error.code];
  if (status === 500) return UNFORESEEN;
  return failure(status, error.code, {
    detail: error.message,
    fields: error.fields,
    headers: { ...challenge(status), ...retryAfter(status, error.retryAfterSeconds) },
  });
}

function challenge(status: number): Record<string, string> {
  return status === 401 ? { 'www-authenticate': 'Bearer realm="footnote"' } : {};
}

function retryAfter(status: number, seconds: number | null): Record<string, string> {
  const isAlwaysSent = status === 429 || status === 503;
  if (seconds === null && !isAlwaysSent) return {};
  return { 'retry-after': String(Math.max(1, Math.ceil(seconds ?? DEFAULT_RETRY_AFTER_SECONDS))) };
}

/** The 4xx status that Express and its body reader put on errors for which the client is to blame. */
function clientErrorStatus(error: unknown): number | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

function fromLibraryStatus(status: number): Failure {
  if (status === 413) return failure(413, 'too_large', { detail: 'The body is too large.' });
  if (status === 415) {
    const detail = 'Content-Encoding is not accepted on requests.';
    return failure(415, 'unsupported_type', { detail });
  }
  return failure(400, 'malformed_request', { detail: 'The request is malformed.' });
}

function failure(
  status: number,
  code: string,
  parts: Pick<Failure, 'detail'> & Partial<Pick<Failure, 'fields' | 'headers'>>,
): Failure {
  const title = STATUS_CODES[status] ?? 'Error';
  return { status, code, title, fields: [], headers: {}, isExpected: true, ...parts };
}
