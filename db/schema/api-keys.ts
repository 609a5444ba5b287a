import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Scope } from '../../contract/api-key.ts';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { workspaces } from './workspaces.ts';

/** `collections` and `models` are null for "all". Only a keyed hash of the secret is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<ApiKeyId>().notNull(),
    name: text().notNull(),
    prefix: text().notNull(),
    secretHash: bytea('secret_hash').notNull(),
    scopes: text().array().$type<Scope[]>().notNull(),
    groups: text().array().notNull(),
    clearance: text().$type<Classification>().notNull(),
    collections: text().array(),
    models: text().array(),
    budgetUsdPerDay: doublePrecision('budget_usd_per_day'),
    expiresAt: instant('expires_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastUsedAt: instant('last_used_at'),
    revokedAt: instant('revoked_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // A request is authenticated before its workspace is known.
    uniqueIndex('api_keys_prefix').on(table.prefix),
    check('api_keys_clearance', oneOf(table.clearance, CLASSIFICATIONS)),
  ],
);

/** A signed-in browser, or a sign-in link that waits for one. Both are kept as hashes only. */
export const sessions = pgTable(
  'sessions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    tokenHash: bytea('token_hash').notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    kind: text().$type<'browser' | 'sign_in_link'>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tokenHash] }),
    index('sessions_expiry').on(table.expiresAt),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }).onDelete('cascade'),
    check('sessions_kind', sql`${table.kind} in ('browser', 'sign_in_link')`),
  ],
);
