import { foreignKey, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { ApiKeyId, SavedViewId, WorkspaceId } from '../../contract/ids.ts';
import type { ViewFilters } from '../../contract/saved-view.ts';
import { instant } from '../columns.ts';
import { apiKeys } from './api-keys.ts';

/** Filters of the list of traces that somebody wants to come back to, by the key that saved them. */
export const savedViews = pgTable(
  'saved_views',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<SavedViewId>().notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    name: text().notNull(),
    filters: jsonb().$type<ViewFilters>().notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('saved_views_name').on(table.workspaceId, table.apiKeyId, table.name),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
  ],
);
