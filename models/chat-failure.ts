import type { ChatFailure } from './chat-model.ts';

export type Explanation = Pick<ChatFailure, 'code' | 'detail' | 'retryable' | 'retryAfterSeconds'>;

const MAX_DETAIL_LENGTH = 500;

const RETRYABLE: ReadonlySet<ChatFailure['code']> = new Set([
  'rate_limited',
  'server_error',
  'timeout',
  'connection',
  'malformed_reply',
  'cut_stream',
]);

/** A failure with what usually follows from its code. */
export function failure(code: ChatFailure['code'], detail: string): Explanation {
  return {
    code,
    detail: detail.slice(0, MAX_DETAIL_LENGTH).toWellFormed(),
    retryable: RETRYABLE.has(code),
    retryAfterSeconds: null,
  };
}
