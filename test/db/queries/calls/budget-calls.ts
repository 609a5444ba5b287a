import * as budgets from '../../../../db/queries/budgets.ts';
import type { World } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

export const RESERVATION = { id: '01890000-0000-7000-8000-0000000000b1', day: '2026-03-01' };

export function budgetsOf({ apiKeyId }: Pick<World, 'apiKeyId'>) {
  return [
    { scope: 'key', subject: apiKeyId, limitUsd: 5 },
    { scope: 'workspace', subject: '*', limitUsd: 10 },
  ] as const;
}

export const BUDGET_CALLS: QueryCalls = {
  findSpends: async (database, names) => {
    const spends = await budgets.findSpends(database, {
      ...RESERVATION,
      budgets: budgetsOf(names),
    });
    // The subjects are those that were asked for.
    return spends.map(({ spentUsd, reservedUsd }) => [spentUsd, reservedUsd]);
  },
  reserveSpend: async (database, names) => {
    const { isGranted } = await budgets.reserveSpend(database, {
      id: '01890000-0000-7000-8000-0000000000b2',
      day: RESERVATION.day,
      budgets: budgetsOf(names),
      amountUsd: 1,
      expiresInMs: 60_000,
    });
    return isGranted;
  },
  settleSpend: (database, names) =>
    budgets.settleSpend(database, { ...RESERVATION, budgets: budgetsOf(names), costUsd: 0.5 }),
};
