import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import { bytea, instant } from '../columns.ts';
import { apiKeys } from './api-keys.ts';

/** The first answer to a request that carried an `Idempotency-Key`; null while it is still running. */
export const idempotentRequests = pgTable(
  'idempotent_requests',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    endpoint: text().notNull(),
    key: text().notNull(),
    requestHash: bytea('request_hash').notNull(),
    responseStatus: integer('response_status'),
    responseBody: bytea('response_body'),
    responseHeaders: jsonb('response_headers').$type<Readonly<Record<string, string>>>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    runningUntil: instant('running_until').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.apiKeyId, table.endpoint, table.key] }),
    index('idempotent_requests_expiry').on(table.expiresAt),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
  ],
);
