import type { Budget, BudgetPage, BudgetState } from '../../contract/budget.ts';
import { ApiKeyId } from '../../contract/ids.ts';
import { listBudgetedKeys, type BudgetedKey } from '../../db/queries/api-keys.ts';
import { findSpends, type BudgetName, type BudgetSpend } from '../../db/queries/budgets.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { dayOf, nextDay } from '../budgets/budget-day.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

/** A budget with the name that people know it by. */
type NamedBudget = BudgetName & { readonly limitUsd: number; readonly name: string };

export function createBudgetHandlers(services: Services): Pick<Handlers, 'listBudgets'> {
  return {
    async listBudgets({ caller, query }) {
      const { limit, cursor } = query;
      const database = inWorkspace(services.database, caller.workspaceId);
      const now = services.clock();
      const before = decodeCursor(cursor, ApiKeyId);
      const rows = await listBudgetedKeys(database, { limit: limit + 1, before });
      const keys = toPage(rows, limit, ({ id }) => id);
      const shared = before === null ? listShared(caller, services) : [];
      const budgets = [...shared, ...keys.data.map(ofKey)];
      const day = dayOf(now);
      const spends = await findSpends(database, { day, budgets });
      const { soft_limit: softLimit, on_exceed: onExceed } = services.config.budgets;
      const page: BudgetPage = {
        data: budgets.map((budget) => describeBudget(budget, spends, softLimit)),
        next_cursor: keys.next_cursor,
        day,
        renewed_at: new Date(nextDay(now)).toISOString(),
        on_exceed: onExceed,
      };
      return { body: page };
    },
  };
}

/** They stand on the first page, before those of keys. */
function listShared({ workspaceName }: Caller, { config }: Services): readonly NamedBudget[] {
  const { workspace_usd_per_day: ofWorkspace, workflows } = config.budgets;
  return [
    ...(ofWorkspace === null
      ? []
      : [
          { scope: 'workspace', subject: '*', limitUsd: ofWorkspace, name: workspaceName } as const,
        ]),
    ...workflows.map(
      ({ name, usd_per_day: limitUsd }) =>
        ({ scope: 'workflow', subject: name, limitUsd, name }) as const,
    ),
  ];
}

function ofKey({ id, name, budgetUsdPerDay: limitUsd }: BudgetedKey): NamedBudget {
  return { scope: 'key', subject: id, limitUsd, name };
}

function describeBudget(
  { scope, subject, limitUsd, name }: NamedBudget,
  spends: readonly BudgetSpend[],
  softLimit: number,
): Budget {
  const spend = spends.find((one) => one.scope === scope && one.subject === subject);
  const { spentUsd, reservedUsd } = spend ?? { spentUsd: 0, reservedUsd: 0 };
  const usedUsd = spentUsd + reservedUsd;
  return {
    scope,
    subject: scope === 'workspace' ? name : subject,
    name,
    limit_usd: limitUsd,
    spent_usd: spentUsd,
    reserved_usd: reservedUsd,
    left_usd: Math.max(0, limitUsd - usedUsd),
    state: stateOf(usedUsd / limitUsd, softLimit),
  };
}

function stateOf(share: number, softLimit: number): BudgetState {
  if (share >= 1) return 'full';
  return share >= softLimit ? 'soft_limit' : 'open';
}
