import type { BudgetScope } from '../../contract/budget-config.ts';
import type { BudgetSpend } from '../../db/queries/budgets.ts';

const WHOSE: Readonly<Record<BudgetScope, string>> = {
  key: "key's budget",
  workflow: "workflow's budget",
  workspace: "workspace's budget",
};

/** As `The key's budget of 5 USD a day has 0.01 USD left; a call may cost 0.03 USD.` */
export function describeOverrun(spend: BudgetSpend, costUsd: number): string {
  const left = Math.max(0, spend.limitUsd - spend.spentUsd - spend.reservedUsd);
  return `The ${nameOf(spend)} has ${dollars(left)} left; a call may cost ${dollars(costUsd)}.`;
}

/** As `The key's budget of 5 USD a day is used to 83 %.` */
export function describeWarning(spend: BudgetSpend): string {
  const share = (spend.spentUsd + spend.reservedUsd) / spend.limitUsd;
  return `The ${nameOf(spend)} is used to ${Math.floor(share * 100)} %.`;
}

function nameOf({ scope, limitUsd }: BudgetSpend): string {
  return `${WHOSE[scope]} of ${dollars(limitUsd)} a day`;
}

function dollars(amount: number): string {
  return `${Number(amount.toPrecision(3))} USD`;
}
