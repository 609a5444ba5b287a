import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { WorkspaceId } from '../../contract/ids.ts';
import { instant } from '../columns.ts';
import { workspaces } from './workspaces.ts';

/** What is to be told to others, written in the transaction of what it tells (an outbox). */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    event: text().notNull(),
    payload: jsonb().notNull(),
    /** Which of the configured webhooks; null until it is spread over them. */
    webhook: text(),
    createdAt: instant('created_at').notNull().defaultNow(),
    attempts: integer().notNull().default(0),
    nextAttemptAt: instant('next_attempt_at').notNull().defaultNow(),
    deliveredAt: instant('delivered_at'),
    givenUpAt: instant('given_up_at'),
    lastError: text('last_error'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('webhook_deliveries_due')
      .on(table.nextAttemptAt)
      .where(sql`delivered_at is null and given_up_at is null`),
  ],
);
