import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  numeric,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { BUDGET_SCOPES, type BudgetScope } from '../../contract/budget-config.ts';
import type { WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { workspaces } from './workspaces.ts';

/**
 * What has been spent of a budget on a UTC day, and what is set aside for calls under way. Amounts are
 * `numeric`, so that what is set aside and given back adds up to zero exactly.
 */
export const budgetDays = pgTable(
  'budget_days',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    scope: text().$type<BudgetScope>().notNull(),
    /** A key's id, a workflow's name, or `*` for the workspace. */
    subject: text().notNull(),
    day: date().notNull(),
    spentUsd: numeric('spent_usd').notNull().default('0'),
    reservedUsd: numeric('reserved_usd').notNull().default('0'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.scope, table.subject, table.day] }),
    check('budget_days_scope', oneOf(table.scope, BUDGET_SCOPES)),
    check('budget_days_not_negative', sql`${table.spentUsd} >= 0 and ${table.reservedUsd} >= 0`),
  ],
);

/** The most that one call can cost, set aside in each of its budgets until it has ended. */
export const budgetReservations = pgTable(
  'budget_reservations',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().notNull(),
    scope: text().$type<BudgetScope>().notNull(),
    subject: text().notNull(),
    day: date().notNull(),
    amountUsd: numeric('amount_usd').notNull(),
    /** By then the call has ended; whoever made it has died. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id, table.scope, table.subject] }),
    index('budget_reservations_expiry').on(table.expiresAt),
    foreignKey({
      name: 'budget_reservations_day',
      columns: [table.workspaceId, table.scope, table.subject, table.day],
      foreignColumns: [
        budgetDays.workspaceId,
        budgetDays.scope,
        budgetDays.subject,
        budgetDays.day,
      ],
    }),
  ],
);
