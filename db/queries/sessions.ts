import { and, eq, sql } from 'drizzle-orm';
import type { ApiKeyId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { sessions } from '../schema/api-keys.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface NewSession {
  readonly tokenHash: Buffer;
  readonly apiKeyId: ApiKeyId;
  readonly kind: 'browser' | 'sign_in_link';
  readonly expiresAt: Date;
}

export async function insertSession(
  database: WorkspaceDatabase,
  session: NewSession,
): Promise<void> {
  await database.executor
    .insert(sessions)
    .values({ ...session, workspaceId: database.workspaceId });
}

/** Ends a session. False when there was none, so that a sign-in link works for one browser only. */
export async function endSession(database: Database, tokenHash: Buffer): Promise<boolean> {
  const ended = await database.executor
    .delete(sessions)
    .where(and(eq(sessions.tokenHash, tokenHash), sql`${sessions.expiresAt} > now()`))
    .returning({ kind: sessions.kind });
  return ended.length > 0;
}

export async function deleteExpiredSessions(database: Database): Promise<void> {
  await database.executor.delete(sessions).where(sql`${sessions.expiresAt} <= now()`);
}
