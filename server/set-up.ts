import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiKeyId, WorkspaceId } from '../contract/ids.ts';
import { SCOPES } from '../contract/api-key.ts';
import { findApiKeyByPrefix, insertApiKey, listApiKeys } from '../db/queries/api-keys.ts';
import { ensureWorkspace } from '../db/queries/workspaces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../db/workspace-database.ts';
import { makeDataDirectory } from '../platform/make-data-directory.ts';
import { createSecret, hashSecret, prefixOf } from './access/api-key-format.ts';
import { createSignInLink } from './access/sign-in-link.ts';
import type { Services } from './services.ts';

const WORKSPACE_NAME = 'default';
const ADMIN_KEY_NAME = 'admin';
const KEYS_LOOKED_AT = 200;
const FIRST_LINK_MS = 60 * 60_000;

export interface SetUpOptions {
  readonly dataDirectory: string;
  /** The operator's own admin key. */
  readonly adminKey: string | undefined;
}

export interface FirstStart {
  readonly adminKey: string;
  readonly adminKeyFile: string;
  readonly signInUrl: string;
}

export interface SetUpOutcome {
  readonly workspaceId: WorkspaceId;
  /** Present when this start made the admin key: to be shown once. */
  readonly firstStart: FirstStart | null;
}

/** Makes what the very first start needs: the workspace and an admin key. Later starts change nothing. */
export async function setUp(options: SetUpOptions, services: Services): Promise<SetUpOutcome> {
  const workspaceId = await ensureWorkspace(services.database, {
    id: WorkspaceId.parse(services.newId()),
    name: WORKSPACE_NAME,
  });
  const database = inWorkspace(services.database, workspaceId);
  if (options.adminKey !== undefined) {
    await ensureGivenKey(options.adminKey, database, services);
    return { workspaceId, firstStart: null };
  }
  const keys = await listApiKeys(database, { limit: KEYS_LOOKED_AT, before: null });
  const hasAdmin = keys.some((key) => key.scopes.includes('admin') && key.revokedAt === null);
  if (hasAdmin) return { workspaceId, firstStart: null };
  return { workspaceId, firstStart: await makeAdminKey(options, database, services) };
}

async function makeAdminKey(
  options: SetUpOptions,
  database: WorkspaceDatabase,
  services: Services,
): Promise<FirstStart> {
  const secret = createSecret();
  const adminKeyFile = join(options.dataDirectory, 'admin-key');
  makeDataDirectory(options.dataDirectory);
  // The file before the row: a key that nobody holds would lock everyone out.
  writeFileSync(adminKeyFile, `${secret.key}\n`, { mode: 0o600 });
  const row = await insertApiKey(database, {
    id: ApiKeyId.parse(services.newId()),
    prefix: secret.prefix,
    secretHash: secret.hash,
    ...adminRights,
  });
  const link = await createSignInLink(
    { workspaceId: database.workspaceId, apiKeyId: row.id },
    FIRST_LINK_MS,
    services,
  );
  return { adminKey: secret.key, adminKeyFile, signInUrl: link.url };
}

async function ensureGivenKey(
  adminKey: string,
  database: WorkspaceDatabase,
  services: Services,
): Promise<void> {
  const prefix = prefixOf(adminKey);
  if ((await findApiKeyByPrefix(services.database, prefix)) !== null) return;
  await insertApiKey(database, {
    id: ApiKeyId.parse(services.newId()),
    prefix,
    secretHash: hashSecret(adminKey),
    ...adminRights,
  });
}

const adminRights = {
  name: ADMIN_KEY_NAME,
  scopes: SCOPES.filter((scope) => scope === 'admin'),
  groups: [],
  clearance: 'restricted',
} as const satisfies Partial<Parameters<typeof insertApiKey>[1]>;
