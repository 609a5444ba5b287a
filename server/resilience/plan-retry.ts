import type { ChatFailure } from '../../models/chat-model.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';
import type { RetryBudgetSettings } from './retry-budget.ts';

export interface RetrySettings {
  readonly maxRetries: number;
  readonly baseMs: number;
  readonly maxWaitMs: number;
  readonly budget: RetryBudgetSettings;
}

/**
 * How long to wait before a failed call is made again: exponential with full jitter (M. Brooker,
 * "Exponential backoff and jitter", 2015), and never less than the provider asks for. Null: not at all.
 */
export function planRetry(
  failed: {
    readonly failure: Pick<ChatFailure, 'retryable' | 'retryAfterSeconds'>;
    readonly earlierRetries: number;
    readonly seed: number;
  },
  settings: RetrySettings,
): { readonly waitMs: number; readonly seed: number } | null {
  const { failure, earlierRetries } = failed;
  if (!failure.retryable || earlierRetries >= settings.maxRetries) return null;
  const askedMs = (failure.retryAfterSeconds ?? 0) * 1_000;
  if (askedMs > settings.maxWaitMs) return null;
  const { value, seed } = nextRandom(failed.seed);
  const longestMs = Math.min(settings.baseMs * 2 ** earlierRetries, settings.maxWaitMs);
  return { waitMs: Math.max(askedMs, value * longestMs), seed };
}
