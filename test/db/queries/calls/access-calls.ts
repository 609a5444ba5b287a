import { ApiKeyId } from '../../../../contract/ids.ts';
import * as apiKeys from '../../../../db/queries/api-keys.ts';
import * as idempotency from '../../../../db/queries/idempotent-requests.ts';
import { insertSession } from '../../../../db/queries/sessions.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { IDEMPOTENT_REQUEST, type World } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

export const ACCESS_CALLS: QueryCalls = {
  insertApiKey: (database) =>
    apiKeys.insertApiKey(database, {
      id: ApiKeyId.parse('01890000-0000-7000-8000-000000000001'),
      prefix: 'fn_new',
      secretHash: sha256('new'),
      name: 'new',
      scopes: ['ask'],
      groups: [],
      clearance: 'public',
    }),
  listApiKeys: (database) => apiKeys.listApiKeys(database, { limit: 100, before: null }),
  listBudgetedKeys: (database) => apiKeys.listBudgetedKeys(database, { limit: 100, before: null }),
  findApiKey: (database, { apiKeyId }) => apiKeys.findApiKey(database, apiKeyId),
  revokeApiKey: (database, { apiKeyId }) => apiKeys.revokeApiKey(database, apiKeyId),
  isKeyUsable: (database, { apiKeyId }) => apiKeys.isKeyUsable(database, apiKeyId),
  touchApiKey: (database, { apiKeyId }) => apiKeys.touchApiKey(database, apiKeyId),

  insertSession: (database, { apiKeyId }) =>
    insertSession(database, {
      tokenHash: sha256('new session'),
      apiKeyId,
      kind: 'browser',
      expiresAt: new Date(Date.now() + 1_000),
    }),

  claimIdempotencyKey: async (database, names) => {
    const request = { ...requestOf(names), key: 'new' };
    return (await idempotency.claimIdempotencyKey(database, request)).kind;
  },
  storeIdempotentResponse: (database, names) =>
    idempotency.storeIdempotentResponse(database, {
      ...claimOf(names),
      status: 200,
      body: Buffer.from('{}'),
      headers: {},
    }),
  releaseIdempotencyKey: (database, names) =>
    idempotency.releaseIdempotencyKey(database, claimOf(names)),
  renewIdempotencyKey: (database, names) =>
    idempotency.renewIdempotencyKey(database, claimOf(names)),
};

function requestOf({ apiKeyId }: World) {
  return { ...IDEMPOTENT_REQUEST, apiKeyId, requestHash: sha256('body') };
}

function claimOf(names: World) {
  return { ...requestOf(names), claimedAt: names.claimedAt };
}
