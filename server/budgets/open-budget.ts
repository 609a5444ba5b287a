import type { BudgetsConfig } from '../../contract/budget-config.ts';
import {
  findSpends,
  reserveSpend,
  settleSpend,
  type Budget,
  type BudgetSpend,
} from '../../db/queries/budgets.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { dayOf, nextDay } from './budget-day.ts';
import { describeOverrun, describeWarning } from './describe-budget.ts';
import type { RefusedSpend, ReservedSpend, SpendGuard, SpendRequest } from './spend-guard.ts';

/** The budgets that one answer counts against, as they stand now. */
export interface AnswerBudget extends SpendGuard {
  readonly onExceed: BudgetsConfig['on_exceed'];
  /** Why a call that may cost so much would not be made; null when it would. */
  refusalOf(costUsd: number): RefusedSpend | null;
  /** Of budgets that are beyond their soft limit. */
  readonly warnings: readonly string[];
  readonly secondsUntilNextDay: number;
}

export interface Spender {
  readonly caller: Caller;
  /** That the question says it belongs to; null when it says none. */
  readonly workflow: string | null;
}

type BudgetServices = Pick<
  Services,
  'database' | 'config' | 'policy' | 'clock' | 'newId' | 'logger'
>;

/** Null when nothing bounds what the answer may cost, or no model costs anything. */
export async function openBudget(
  spender: Spender,
  services: BudgetServices,
): Promise<AnswerBudget | null> {
  const { config, clock, policy } = services;
  const budgets = listBudgets(spender, config.budgets);
  const costsNothing = policy.models.every(({ price }) => price.input === 0 && price.output === 0);
  if (budgets.length === 0 || costsNothing) return null;
  const database = inWorkspace(services.database, spender.caller.workspaceId);
  const now = clock();
  const spends = await findSpends(database, { day: dayOf(now), budgets });
  const { soft_limit: softLimit, on_exceed: onExceed } = config.budgets;
  return {
    onExceed,
    warnings: spends
      .filter((spend) => usedOf(spend) >= softLimit * spend.limitUsd)
      .map(describeWarning),
    secondsUntilNextDay: (nextDay(now) - now.getTime()) / 1_000,
    refusalOf: (costUsd) => explainRefusal(spends, costUsd),
    reserve: (most) => reserve(most, { database, budgets, softLimit, services }),
  };
}

function listBudgets(
  { caller, workflow }: Spender,
  { workspace_usd_per_day: ofWorkspace, workflows }: BudgetsConfig,
): readonly Budget[] {
  const { apiKeyId, budgetUsdPerDay: ofKey } = caller;
  const ofWorkflow = workflows.find(({ name }) => name === workflow);
  return [
    ...(ofKey === null ? [] : [{ scope: 'key', subject: apiKeyId, limitUsd: ofKey } as const]),
    ...(ofWorkflow === undefined
      ? []
      : [
          {
            scope: 'workflow',
            subject: ofWorkflow.name,
            limitUsd: ofWorkflow.usd_per_day,
          } as const,
        ]),
    ...(ofWorkspace === null
      ? []
      : [{ scope: 'workspace', subject: '*', limitUsd: ofWorkspace } as const]),
  ];
}

interface Account {
  readonly database: WorkspaceDatabase;
  readonly budgets: readonly Budget[];
  readonly softLimit: number;
  readonly services: BudgetServices;
}

/** Beyond the end of the call, for the settlement itself. */
const SETTLE_WITHIN_MS = 60_000;

async function reserve(
  { costUsd, withinMs }: SpendRequest,
  account: Account,
): Promise<ReservedSpend | RefusedSpend> {
  const { database, budgets, services } = account;
  const reservation = { id: services.newId(), day: dayOf(services.clock()), budgets };
  const { isGranted, spends } = await reserveSpend(database, {
    ...reservation,
    amountUsd: costUsd,
    expiresInMs: withinMs + SETTLE_WITHIN_MS,
  });
  const refusal = isGranted ? null : explainRefusal(spends, costUsd);
  if (!isGranted) return refusal ?? refuse('A budget has no room for this call.');
  warnAtSoftLimit(spends, costUsd, account);
  return {
    kind: 'reserved',
    settle: (settledUsd) =>
      settleSpend(database, { ...reservation, costUsd: settledUsd }).catch((error: unknown) =>
        services.logger.error({ err: error, cost_usd: settledUsd }, 'budget.settle_failed'),
      ),
  };
}

/** Once, by the call that crosses it. */
function warnAtSoftLimit(
  spends: readonly BudgetSpend[],
  costUsd: number,
  { softLimit, services }: Account,
): void {
  for (const spend of spends) {
    const used = usedOf(spend);
    const soft = softLimit * spend.limitUsd;
    if (used >= soft || used + costUsd < soft) continue;
    const { scope, subject, limitUsd } = spend;
    services.logger.warn(
      { scope, subject, limit_usd: limitUsd, used_usd: used + costUsd },
      'budget.soft_limit',
    );
  }
}

function explainRefusal(spends: readonly BudgetSpend[], costUsd: number): RefusedSpend | null {
  if (costUsd === 0) return null;
  const full = spends.find((spend) => usedOf(spend) + costUsd > spend.limitUsd);
  return full === undefined ? null : refuse(describeOverrun(full, costUsd));
}

function refuse(detail: string): RefusedSpend {
  return { kind: 'refused', refusedBy: 'budget', detail };
}

function usedOf({ spentUsd, reservedUsd }: BudgetSpend): number {
  return spentUsd + reservedUsd;
}
