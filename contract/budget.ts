import { z } from 'zod';
import { BUDGET_SCOPES } from './budget-config.ts';
import { pageOf, pageQuery } from './page.ts';

export const BUDGET_STATES = ['open', 'soft_limit', 'full'] as const;

/** `soft_limit`: answers carry a warning. `full`: nothing that costs anything fits in any more. */
export const BudgetState = z.enum(BUDGET_STATES).meta({ id: 'BudgetState' });
export type BudgetState = z.infer<typeof BudgetState>;

/** A budget of a UTC day as it stands now. All amounts are US dollars. */
export const Budget = z
  .object({
    scope: z.enum(BUDGET_SCOPES),
    subject: z.string().describe('The id of a key, the name of a workflow or of the workspace.'),
    name: z.string().describe('As people call it.'),
    limit_usd: z.number().min(0),
    spent_usd: z.number().min(0),
    reserved_usd: z.number().min(0).describe('Set aside for calls under way.'),
    left_usd: z.number().min(0),
    state: BudgetState,
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof Budget>;

export const ListBudgets = z.strictObject(pageQuery);

export const BudgetPage = pageOf(Budget)
  .extend({
    day: z.iso.date().describe('The UTC day that the amounts are of.'),
    renewed_at: z.iso.datetime(),
    on_exceed: z.enum(['rule_answer', 'refuse']),
  })
  .meta({ id: 'BudgetPage' });
export type BudgetPage = z.infer<typeof BudgetPage>;
