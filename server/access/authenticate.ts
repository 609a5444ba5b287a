import { timingSafeEqual } from 'node:crypto';
import type { Database } from '../../db/client.ts';
import {
  findApiKeyByPrefix,
  findApiKeyBySession,
  touchApiKey,
  type ApiKeyRow,
  type FoundApiKey,
} from '../../db/queries/api-keys.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import { hashSecret, prefixOf } from './api-key-format.ts';

export interface AuthenticateDeps {
  readonly database: Database;
  readonly clock: () => Date;
}

/** How stale "last used" may be. */
const TOUCH_EVERY_MS = 60_000;
const UNKNOWN_KEY_HASH = hashSecret('no key has this hash');

/** Resolves an API key to its caller; null for a key that is unknown, revoked or past its time. */
export async function authenticateKey(key: string, deps: AuthenticateDeps): Promise<Caller | null> {
  const found = await findApiKeyByPrefix(deps.database, prefixOf(key));
  // An unknown key costs the same comparison as a known one.
  const isRight = timingSafeEqual(found?.key.secretHash ?? UNKNOWN_KEY_HASH, hashSecret(key));
  if (found === null || !isRight || !isUsable(found.key, deps.clock())) return null;
  touch(found.key, deps);
  return toCaller(found, found.key.expiresAt);
}

/** Resolves a browser's session: it has exactly the rights that its key has now. */
export async function authenticateSession(
  token: string,
  deps: AuthenticateDeps,
): Promise<Caller | null> {
  const found = await findApiKeyBySession(deps.database, {
    tokenHash: hashSecret(token),
    kind: 'browser',
  });
  if (found === null || !isUsable(found.key, deps.clock())) return null;
  return toCaller(found, earlier(found.expiresAt, found.key.expiresAt));
}

export function isUsable(key: ApiKeyRow, now: Date): boolean {
  return key.revokedAt === null && (key.expiresAt === null || key.expiresAt > now);
}

export function toCaller({ key, workspaceName }: FoundApiKey, expiresAt: Date | null): Caller {
  return {
    workspaceId: key.workspaceId,
    workspaceName,
    apiKeyId: key.id,
    keyName: key.name,
    scopes: key.scopes,
    groups: key.groups,
    clearance: key.clearance,
    collections: key.collections ?? '*',
    models: key.models ?? '*',
    budgetUsdPerDay: key.budgetUsdPerDay,
    expiresAt,
  };
}

function touch(key: ApiKeyRow, deps: AuthenticateDeps): void {
  const lastUsed = key.lastUsedAt?.getTime() ?? 0;
  if (deps.clock().getTime() - lastUsed < TOUCH_EVERY_MS) return;
  // Nobody waits for a figure in a list, and nothing is lost when it is not written.
  touchApiKey(inWorkspace(deps.database, key.workspaceId), key.id).catch(() => undefined);
}

function earlier(left: Date, right: Date | null): Date {
  return right !== null && right < left ? right : left;
}
