import { z } from 'zod';
import { ModelName } from './model-name.ts';

/** A configured model that says what a question with a history asks; without it rules do. */
export const RewriteConfig = z.strictObject({
  model: z
    .union([z.literal('auto'), ModelName])
    .default('auto')
    .describe('`auto`: the one that the router would choose for the question.'),
  time_budget_ms: z
    .int()
    .min(50)
    .max(60_000)
    .default(3_000)
    .describe('After so long the rules read the history instead.'),
});
export type RewriteConfig = z.infer<typeof RewriteConfig>;
