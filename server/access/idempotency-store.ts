import type { Database } from '../../db/client.ts';
import {
  claimIdempotencyKey,
  releaseIdempotencyKey,
  storeIdempotentResponse,
} from '../../db/queries/idempotent-requests.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Idempotency } from '../http/idempotency.ts';

/** Keeps first answers in the database, so that any server can give them again. */
export function createIdempotencyStore(database: Database): Idempotency {
  return {
    async begin({ caller, endpoint, key, requestHash }) {
      const scoped = inWorkspace(database, caller.workspaceId);
      const request = { apiKeyId: caller.apiKeyId, endpoint, key };
      const state = await claimIdempotencyKey(scoped, { ...request, requestHash });
      if (state.kind !== 'first') return state;
      return {
        kind: 'first',
        complete: (status, body, headers) =>
          storeIdempotentResponse(scoped, { ...request, status, body, headers }),
        abandon: () => releaseIdempotencyKey(scoped, request),
      };
    },
  };
}
