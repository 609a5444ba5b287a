import { APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError } from 'ai';
import { z } from 'zod';
import { AppError, messageOf } from '../../platform/errors.ts';
import { failure, type Explanation } from '../chat-failure.ts';

/** A time that no caller would wait is cut, so that a hostile header cannot silence a model for ever. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

const CONTEXT_OVERFLOW =
  /context[ _]length|context (?:window|size)|maximum context|prompt is too long|too many tokens/iu;
const CONTENT_FILTER = /content[ _](?:management|filter|policy)|\bfiltered\b|safety system/iu;

/** How OpenAI-compatible servers word an error, in the body of a reply and in the midst of a stream. */
const ServerError = z.object({
  message: z.string().optional(),
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
});
const ErrorBody = z.object({ error: ServerError });

/** Whether the reply had begun when the call failed: a broken connection then is a cut stream. */
export type CallPhase = 'waiting' | 'streaming';

/** Translates whatever a call to a model threw into the closed list of failures. */
export function explainFailure(error: unknown, phase: CallPhase): Explanation {
  if (error instanceof AppError) return explainFetchError(error, phase);
  if (APICallError.isInstance(error)) return explainCall(error, phase);
  if (InvalidResponseDataError.isInstance(error)) {
    return failure('cut_stream', 'The stream ended without a finish reason.');
  }
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error)) {
    return failure('malformed_reply', 'A part of the reply is not what the protocol says.');
  }
  const served = ServerError.safeParse(error);
  if (served.success && !(error instanceof Error)) return explainMidStream(served.data);
  return failure(phase === 'streaming' ? 'cut_stream' : 'connection', messageOf(error));
}

function explainFetchError(error: AppError, phase: CallPhase): Explanation {
  if (error.code === 'invalid_value') return failure('refused', error.message);
  if (error.code === 'too_large') return failure('malformed_reply', error.message);
  return failure(phase === 'streaming' ? 'cut_stream' : 'connection', error.message);
}

function explainCall(error: APICallError, phase: CallPhase): Explanation {
  const { statusCode } = error;
  const isErrorStatus = statusCode !== undefined && statusCode >= 400;
  if (isErrorStatus) return explainStatus(statusCode, error);
  if (error.cause instanceof AppError) return explainFetchError(error.cause, phase);
  if (statusCode === undefined) return failure('connection', error.message);
  return failure(phase === 'streaming' ? 'cut_stream' : 'malformed_reply', error.message);
}

function explainStatus(status: number, error: APICallError): Explanation {
  const detail = `HTTP ${status}: ${error.message}`;
  const code = codeOf(error.responseBody);
  const retryAfterSeconds = readRetryAfter(error.responseHeaders ?? {});
  if (status === 429) {
    const isRetryable = code !== 'insufficient_quota';
    return { ...failure('rate_limited', detail), retryable: isRetryable, retryAfterSeconds };
  }
  if (status === 408) return failure('timeout', detail);
  if (status >= 500) return { ...failure('server_error', detail), retryAfterSeconds };
  return failure(codeOfRefusal(`${code} ${error.message}`), detail);
}

function explainMidStream({ message, code, type }: z.infer<typeof ServerError>): Explanation {
  const detail = `The server broke off: ${message ?? 'no reason given'}`;
  const words = `${code ?? ''} ${type ?? ''} ${message ?? ''}`;
  if (/rate_limit|\b429\b/u.test(words)) return failure('rate_limited', detail);
  const refusal = codeOfRefusal(words);
  return failure(refusal === 'refused' ? 'server_error' : refusal, detail);
}

function codeOfRefusal(words: string): 'context_overflow' | 'content_filter' | 'refused' {
  if (CONTEXT_OVERFLOW.test(words)) return 'context_overflow';
  return CONTENT_FILTER.test(words) ? 'content_filter' : 'refused';
}

function codeOf(body: string | undefined): string {
  try {
    return String(ErrorBody.parse(JSON.parse(body ?? '')).error.code ?? '');
  } catch {
    return '';
  }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), rounded up. */
function readRetryAfter(headers: Readonly<Record<string, string>>): number | null {
  const value = headers['retry-after'] ?? '';
  const isDate = /^[A-Z][a-z]{2}, /u.test(value);
  if (!isDate && !/^\d+(?:\.\d+)?$/u.test(value)) return null;
  const seconds = isDate
    ? (Date.parse(value) - Date.parse(headers['date'] ?? '')) / 1_000
    : Number(value);
  if (!Number.isFinite(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS);
}
