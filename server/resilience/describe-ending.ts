import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';
import type { CallEnding } from './circuit.ts';

/** Failures that the prompt or the caller brought about: they say nothing of the model's health. */
const NEUTRAL: ReadonlySet<ChatFailure['code']> = new Set([
  'context_overflow',
  'content_filter',
  'deadline',
  'aborted',
  'cancelled',
]);

/** What the circuit learns from the end of a call. */
export function describeEnding(result: ChatReply | ChatFailure, costUsd: number): CallEnding {
  const { durationMs } = result;
  if (result.kind === 'reply') return { kind: 'success', durationMs, costUsd };
  if (NEUTRAL.has(result.code)) return { kind: 'neutral' };
  const { retryAfterSeconds } = result;
  const retryAfterMs = retryAfterSeconds === null ? null : retryAfterSeconds * 1_000;
  return { kind: 'failure', durationMs, costUsd, retryAfterMs };
}
