/** Every way in which a request, or the start of a process, can be refused or fail. */
export type ErrorCode =
  | 'malformed_request'
  | 'two_credentials'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'unsupported_type'
  | 'invalid_value'
  | 'rate_limited'
  | 'budget_exceeded'
  | 'unavailable'
  | 'invalid_configuration'
  | 'internal';

export interface AppErrorOptions {
  readonly cause?: unknown;
  /** Shown to the caller beside the message: what was wrong with which field. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
  readonly retryAfterSeconds?: number;
}

/** An error whose message may be shown to the caller: what was expected, what came, what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly fields: readonly { readonly path: string; readonly message: string }[];
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
