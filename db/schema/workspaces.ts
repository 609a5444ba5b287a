import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { WorkspaceId } from '../../contract/ids.ts';
import { instant } from '../columns.ts';

export const workspaces = pgTable('workspaces', {
  id: uuid().$type<WorkspaceId>().primaryKey(),
  name: text().notNull().unique(),
  createdAt: instant('created_at').notNull().defaultNow(),
});
