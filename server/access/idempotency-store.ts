import type { Database } from '../../db/client.ts';
import {
  claimIdempotencyKey,
  releaseIdempotencyKey,
  renewIdempotencyKey,
  storeIdempotentResponse,
} from '../../db/queries/idempotent-requests.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Idempotency } from '../http/idempotency.ts';

/** Well below the time that a claim lasts. */
const RENEW_MS = 2_500;
const RETRY_AFTER_SECONDS = 2;

/**
 * Keeps first answers in the database, so that any server can give them again. A claim lasts for as long as
 * its server is alive and a few seconds longer, so that a retry need not wait for one that was killed.
 */
export function createIdempotencyStore(database: Database, renewMs = RENEW_MS): Idempotency {
  return {
    async begin({ caller, endpoint, key, requestHash }) {
      const scoped = inWorkspace(database, caller.workspaceId);
      const request = { apiKeyId: caller.apiKeyId, endpoint, key };
      const state = await claimIdempotencyKey(scoped, { ...request, requestHash });
      if (state.kind !== 'first') return state;
      const claim = { ...request, claimedAt: state.claimedAt };
      // One that fails leaves the next one time enough.
      const renewal = setInterval(
        () => void renewIdempotencyKey(scoped, claim).catch(() => undefined),
        renewMs,
      ).unref();
      return {
        kind: 'first',
        async keepWith(transaction, answer) {
          if (!(await storeIdempotentResponse(transaction, { ...claim, ...answer }))) throw lost();
        },
        async complete(answer) {
          clearInterval(renewal);
          await storeIdempotentResponse(scoped, { ...claim, ...answer });
        },
        async abandon() {
          clearInterval(renewal);
          await releaseIdempotencyKey(scoped, claim);
        },
      };
    },
  };
}

function lost(): AppError {
  return new AppError(
    'conflict',
    'Another request with this Idempotency-Key has taken over from this one.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}
