import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import type { WorkspaceId } from '../../contract/ids.ts';
import { instant } from '../columns.ts';
import { workspaces } from './workspaces.ts';

/**
 * The transactions that changed what is searched, or who may read it, each in its own row, so that nobody waits for
 * anybody. Triggers on documents, collections and segments of vectors write them; new vectors are noted where they are
 * stored.
 */
export const indexChanges = pgTable(
  'index_changes',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    transactionId: bigint('transaction_id', { mode: 'number' })
      .notNull()
      .default(sql`pg_current_xact_id()::text::bigint`),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.transactionId] }),
    index('index_changes_changed').on(table.changedAt),
  ],
);
