import { z } from 'zod';

export const BUDGET_SCOPES = ['key', 'workflow', 'workspace'] as const;
/** Whose spending a budget bounds. */
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

const usdPerDay = z.number().positive().max(1e9);

/** What answers may cost in a UTC day, beside what each key says for itself. */
export const BudgetsConfig = z
  .strictObject({
    workspace_usd_per_day: usdPerDay
      .nullable()
      .default(null)
      .describe('Of each workspace; null for no limit.'),
    workflows: z
      .array(z.strictObject({ name: z.string().min(1).max(128), usd_per_day: usdPerDay }))
      .max(200)
      .default([])
      .describe('Of questions whose `metadata.workflow` is that name, in each workspace.'),
    soft_limit: z
      .number()
      .gt(0)
      .max(1)
      .default(0.8)
      .describe('From this share of a budget on, answers and the log carry a warning.'),
    on_exceed: z
      .enum(['rule_answer', 'refuse'])
      .default('rule_answer')
      .describe('Quote the documents, which costs nothing, or refuse with 429.'),
  })
  .meta({ id: 'BudgetsConfig' });
export type BudgetsConfig = z.infer<typeof BudgetsConfig>;
