import { check, foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { RATINGS, type Rating } from '../../contract/feedback.ts';
import type { ApiKeyId, TraceId, WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { traces } from './traces.ts';

/** What askers think of their answers. Kept beside the traces, which never change. */
export const answerFeedback = pgTable(
  'answer_feedback',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    rating: text().$type<Rating>().notNull(),
    comment: text(),
    expected: text(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('answer_feedback_trace').on(table.workspaceId, table.traceId),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('answer_feedback_rating', oneOf(table.rating, RATINGS)),
  ],
);
