import { and, desc, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { ApiKeyId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { apiKeys, sessions } from '../schema/api-keys.ts';
import { workspaces } from '../schema/workspaces.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export type ApiKeyRow = typeof apiKeys.$inferSelect;
export type NewApiKey = Omit<typeof apiKeys.$inferInsert, 'workspaceId'>;

/** A key with its workspace, found before the workspace is known: by the key's visible prefix. */
export interface FoundApiKey {
  readonly key: ApiKeyRow;
  readonly workspaceName: string;
}

export async function findApiKeyByPrefix(
  database: Database,
  prefix: string,
): Promise<FoundApiKey | null> {
  const [row] = await database.executor
    .select({ key: apiKeys, workspaceName: workspaces.name })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.id, apiKeys.workspaceId))
    .where(eq(apiKeys.prefix, prefix))
    .limit(1);
  return row ?? null;
}

/** Null for a key that there is not; whether it may still be used is for the caller to see. */
export async function findApiKey(
  database: WorkspaceDatabase,
  id: ApiKeyId,
): Promise<FoundApiKey | null> {
  const [row] = await database.executor
    .select({ key: apiKeys, workspaceName: workspaces.name })
    .from(apiKeys)
    .innerJoin(workspaces, eq(workspaces.id, apiKeys.workspaceId))
    .where(and(eq(apiKeys.workspaceId, database.workspaceId), eq(apiKeys.id, id)))
    .limit(1);
  return row ?? null;
}

/** The key behind a session or a sign-in link that has not run out. */
export async function findApiKeyBySession(
  database: Database,
  session: { readonly tokenHash: Buffer; readonly kind: 'browser' | 'sign_in_link' },
): Promise<(FoundApiKey & { readonly expiresAt: Date }) | null> {
  const [row] = await database.executor
    .select({ key: apiKeys, workspaceName: workspaces.name, expiresAt: sessions.expiresAt })
    .from(sessions)
    .innerJoin(
      apiKeys,
      and(eq(apiKeys.workspaceId, sessions.workspaceId), eq(apiKeys.id, sessions.apiKeyId)),
    )
    .innerJoin(workspaces, eq(workspaces.id, sessions.workspaceId))
    .where(
      and(
        eq(sessions.tokenHash, session.tokenHash),
        eq(sessions.kind, session.kind),
        sql`${sessions.expiresAt} > now()`,
      ),
    )
    .limit(1);
  return row ?? null;
}

export async function insertApiKey(
  database: WorkspaceDatabase,
  key: NewApiKey,
): Promise<ApiKeyRow> {
  const [row] = await database.executor
    .insert(apiKeys)
    .values({ ...key, workspaceId: database.workspaceId })
    .returning();
  if (row === undefined) throw new Error('The inserted key was not returned.');
  return row;
}

export async function listApiKeys(
  database: WorkspaceDatabase,
  page: { readonly limit: number; readonly before: ApiKeyId | null },
): Promise<readonly ApiKeyRow[]> {
  return database.executor
    .select()
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.workspaceId, database.workspaceId),
        page.before === null ? undefined : lt(apiKeys.id, page.before),
      ),
    )
    .orderBy(desc(apiKeys.id))
    .limit(page.limit);
}

export interface BudgetedKey {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly budgetUsdPerDay: number;
}

/** Keys that have a budget and are not revoked, the newest first. */
export async function listBudgetedKeys(
  database: WorkspaceDatabase,
  page: { readonly limit: number; readonly before: ApiKeyId | null },
): Promise<readonly BudgetedKey[]> {
  const { id, name, budgetUsdPerDay } = apiKeys;
  return database.executor
    .select({ id, name, budgetUsdPerDay: sql<number>`${budgetUsdPerDay}` })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.workspaceId, database.workspaceId),
        isNotNull(budgetUsdPerDay),
        isNull(apiKeys.revokedAt),
        page.before === null ? undefined : lt(id, page.before),
      ),
    )
    .orderBy(desc(id))
    .limit(page.limit);
}

/** Revokes the key and ends its browser sessions; null when there is no such key. */
export async function revokeApiKey(
  database: WorkspaceDatabase,
  id: ApiKeyId,
): Promise<ApiKeyRow | null> {
  const [row] = await database.executor
    .update(apiKeys)
    .set({ revokedAt: sql`coalesce(${apiKeys.revokedAt}, now())` })
    .where(and(eq(apiKeys.workspaceId, database.workspaceId), eq(apiKeys.id, id)))
    .returning();
  await database.executor
    .delete(sessions)
    .where(and(eq(sessions.workspaceId, database.workspaceId), eq(sessions.apiKeyId, id)));
  return row ?? null;
}

/** Whether calls may still be made with the key. */
export async function isKeyUsable(database: WorkspaceDatabase, id: ApiKeyId): Promise<boolean> {
  const found = await database.executor
    .select({ id: apiKeys.id })
    .from(apiKeys)
    .where(
      and(
        eq(apiKeys.workspaceId, database.workspaceId),
        eq(apiKeys.id, id),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, sql`now()`)),
      ),
    )
    .limit(1);
  return found.length > 0;
}

export async function touchApiKey(database: WorkspaceDatabase, id: ApiKeyId): Promise<void> {
  await database.executor
    .update(apiKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(and(eq(apiKeys.workspaceId, database.workspaceId), eq(apiKeys.id, id)));
}
