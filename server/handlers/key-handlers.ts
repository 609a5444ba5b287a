import type { ApiKey, CreateApiKey } from '../../contract/api-key.ts';
import { ApiKeyId } from '../../contract/ids.ts';
import type { Session } from '../../contract/session.ts';
import {
  findApiKeyBySession,
  insertApiKey,
  listApiKeys,
  revokeApiKey,
  type ApiKeyRow,
} from '../../db/queries/api-keys.ts';
import { endSession, insertSession } from '../../db/queries/sessions.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { createSecret, createToken, hashSecret } from '../access/api-key-format.ts';
import { authenticateKey, isUsable, toCaller } from '../access/authenticate.ts';
import { createSignInLink } from '../access/sign-in-link.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type KeyHandlers = Pick<
  Handlers,
  | 'createApiKey'
  | 'listApiKeys'
  | 'revokeApiKey'
  | 'createSession'
  | 'getSession'
  | 'deleteSession'
  | 'createSignInLink'
>;

const SESSION_MS = 12 * 60 * 60_000;
const SIGN_IN_LINK_MS = 10 * 60_000;

export function createKeyHandlers(services: Services): KeyHandlers {
  return {
    async createApiKey({ caller, body }) {
      const { key, row } = await addApiKey(body, caller, services);
      return { body: { ...toApiKey(row, caller.workspaceName), key } };
    },

    async listApiKeys({ caller, query }) {
      const rows = await listApiKeys(inWorkspace(services.database, caller.workspaceId), {
        limit: query.limit + 1,
        before: decodeCursor(query.cursor, ApiKeyId),
      });
      const keys = rows.map((row) => toApiKey(row, caller.workspaceName));
      return { body: toPage(keys, query.limit, ({ id }) => id) };
    },

    async revokeApiKey({ caller, params }) {
      const database = inWorkspace(services.database, caller.workspaceId);
      const row = await revokeApiKey(database, params.id);
      if (row === null) throw new AppError('not_found', 'There is no such key.');
      return { body: toApiKey(row, caller.workspaceName) };
    },

    async createSession({ body }) {
      const caller =
        'key' in body
          ? await authenticateKey(body.key, services)
          : await redeemSignInLink(body.sign_in_token, services);
      if (caller === null) {
        throw new AppError(
          'unauthenticated',
          'The key or the sign-in link is not valid (any more).',
        );
      }
      const { token, hash } = createToken();
      const expiresAt = sessionEnd(caller, services);
      await insertSession(inWorkspace(services.database, caller.workspaceId), {
        tokenHash: hash,
        apiKeyId: caller.apiKeyId,
        kind: 'browser',
        expiresAt,
      });
      return {
        body: toSession({ ...caller, expiresAt }),
        session: { kind: 'start', token, expiresAt },
      };
    },

    async getSession({ caller }) {
      return { body: toSession(caller) };
    },

    async deleteSession({ sessionToken }) {
      if (sessionToken !== null) await endSession(services.database, hashSecret(sessionToken));
      return { body: null, session: { kind: 'end' } };
    },

    async createSignInLink({ caller }) {
      const link = await createSignInLink(caller, SIGN_IN_LINK_MS, services);
      return { body: { url: link.url, expires_at: link.expiresAt.toISOString() } };
    },
  };
}

/** Makes a key in the caller's workspace: no key reaches into another one. */
async function addApiKey(
  wanted: CreateApiKey,
  caller: Caller,
  services: Services,
): Promise<{ readonly key: string; readonly row: ApiKeyRow }> {
  const expiresAt = wanted.expires_at === null ? null : new Date(wanted.expires_at);
  if (expiresAt !== null && expiresAt <= services.clock()) {
    throw new AppError('invalid_value', 'The key would have run out already.', {
      fields: [{ path: '/expires_at', message: 'must be in the future' }],
    });
  }
  const secret = createSecret();
  const row = await insertApiKey(inWorkspace(services.database, caller.workspaceId), {
    id: ApiKeyId.parse(services.newId()),
    name: wanted.name,
    prefix: secret.prefix,
    secretHash: secret.hash,
    scopes: wanted.scopes,
    groups: wanted.groups,
    clearance: wanted.clearance,
    collections: wanted.collections === '*' ? null : wanted.collections,
    models: wanted.models === '*' ? null : wanted.models,
    budgetUsdPerDay: wanted.budget_usd_per_day,
    expiresAt,
  });
  return { key: secret.key, row };
}

/** A link works once: whoever ends its session first is signed in. */
async function redeemSignInLink(token: string, services: Services): Promise<Caller | null> {
  const tokenHash = hashSecret(token);
  const found = await findApiKeyBySession(services.database, { tokenHash, kind: 'sign_in_link' });
  if (found === null || !isUsable(found.key, services.clock())) return null;
  const isFirst = await endSession(services.database, tokenHash);
  return isFirst ? toCaller(found, found.key.expiresAt) : null;
}

function sessionEnd(caller: Caller, services: Services): Date {
  const end = new Date(services.clock().getTime() + SESSION_MS);
  return caller.expiresAt !== null && caller.expiresAt < end ? caller.expiresAt : end;
}

function toSession(caller: Caller): Session {
  return {
    api_key_id: caller.apiKeyId,
    key_name: caller.keyName,
    workspace: caller.workspaceName,
    scopes: [...caller.scopes],
    clearance: caller.clearance,
    groups: [...caller.groups],
    expires_at: caller.expiresAt?.toISOString() ?? null,
  };
}

function toApiKey(row: ApiKeyRow, workspace: string): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    workspace,
    groups: row.groups,
    clearance: row.clearance,
    collections: row.collections ?? '*',
    models: row.models ?? '*',
    budget_usd_per_day: row.budgetUsdPerDay,
    expires_at: row.expiresAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}
