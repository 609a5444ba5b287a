import type { Usage } from '../../contract/answer.ts';
import type { ModelAttempt } from '../../contract/routing.ts';

/** Tokens and cost of all attempts: a failed or withheld one has been paid for, too. */
export function sumUsage(attempts: readonly ModelAttempt[]): Usage {
  return {
    input_tokens: attempts.reduce((sum, attempt) => sum + attempt.input_tokens, 0),
    output_tokens: attempts.reduce((sum, attempt) => sum + attempt.output_tokens, 0),
    cost_usd: attempts.reduce((sum, attempt) => sum + attempt.cost_usd, 0),
  };
}
