import type { ItemErrorCode } from '../../contract/workflow.ts';
import { isConnectionLost } from '../../db/connection-loss.ts';
import { findApiKey } from '../../db/queries/api-keys.ts';
import {
  endWorkflowItem,
  requeueWorkflowItem,
  type LeasedItem,
} from '../../db/queries/lease-workflow-items.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError, messageOf, type ErrorCode } from '../../platform/errors.ts';
import { withSpan } from '../../platform/telemetry.ts';
import { isUsable, toCaller } from '../access/authenticate.ts';
import { hasScope, type Caller } from '../caller.ts';
import { workflowItem, workflowItemResult } from './describe-span.ts';
import { putThrough } from './put-through.ts';
import { LeaseLostError, storeOutcome } from './store-outcome.ts';
import type { Services } from '../services.ts';

/** Tries that may fail before the ticket does, and leases that may run out because the server died. */
const MAX_FAILURES = 3;
const MAX_LEASES = 10;

/** Does one leased ticket: it ends, or goes back to the queue. Never rejects for what went wrong with it. */
export async function workOnItem(
  item: LeasedItem,
  deps: Services,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = deps.now();
  const ending = await tryItem(item, deps, signal);
  deps.logger.info(
    {
      run_id: item.runId,
      position: item.position,
      ...ending,
      duration_ms: Math.round(deps.now() - startedAt),
    },
    'workflow.item_ended',
  );
}

async function tryItem(item: LeasedItem, deps: Services, signal: AbortSignal): Promise<object> {
  try {
    if (item.attempts > MAX_LEASES) {
      throw new AppError('internal', `${MAX_LEASES} servers died while they had this ticket.`);
    }
    const caller = await findCaller(item, deps);
    return await withSpan(workflowItem(item, caller), async (span) => {
      const done = await putThrough({ ...item, caller, signal }, deps);
      await storeOutcome(item, done, deps);
      span.setAttributes(workflowItemResult(done));
      return { outcome: done.outcome };
    });
  } catch (error) {
    if (error instanceof LeaseLostError) return { outcome: 'lease_lost' };
    await settleFailure(item, error, { deps, signal }).catch((failure: unknown) =>
      // The lease runs out by itself.
      deps.logger.warn({ err: failure }, 'workflow.item_not_settled'),
    );
    return { outcome: 'not_done', err: error };
  }
}

/** Access is that of the key now: one that was revoked since answers nothing more. */
async function findCaller(item: LeasedItem, deps: Services): Promise<Caller> {
  const found = await findApiKey(inWorkspace(deps.database, item.workspaceId), item.apiKeyId);
  if (found === null || !isUsable(found.key, deps.clock())) {
    throw new AppError('forbidden', 'The key that sent the ticket is not valid any more.');
  }
  const caller = toCaller(found, found.key.expiresAt);
  if (hasScope(caller, 'ask')) return caller;
  throw new AppError('forbidden', 'The key that sent the ticket may not ask.');
}

/** What will not go better another time fails; the rest is tried again, later each time. */
const FINAL: Readonly<Partial<Record<ErrorCode, ItemErrorCode>>> = {
  budget_exceeded: 'budget_exceeded',
  forbidden: 'not_allowed',
  not_found: 'invalid_value',
  invalid_value: 'invalid_value',
};

async function settleFailure(
  item: LeasedItem,
  error: unknown,
  { deps, signal }: { readonly deps: Services; readonly signal: AbortSignal },
): Promise<void> {
  const database = inWorkspace(deps.database, item.workspaceId);
  const { attempts, failures } = item;
  if (signal.aborted) {
    await requeueWorkflowItem(database, item, {
      afterSeconds: 0,
      attempts: attempts - 1,
      failures,
    });
    return;
  }
  if (isConnectionLost(error)) {
    await requeueWorkflowItem(database, item, { afterSeconds: 1, attempts, failures });
    return;
  }
  const final = error instanceof AppError ? FINAL[error.code] : undefined;
  if (final !== undefined) {
    await endWorkflowItem(database, item, {
      status: 'failed',
      code: final,
      detail: messageOf(error),
    });
    return;
  }
  const failed = failures + 1;
  if (failed < MAX_FAILURES && attempts <= MAX_LEASES) {
    await requeueWorkflowItem(database, item, {
      afterSeconds: 2 ** failed,
      attempts,
      failures: failed,
    });
    return;
  }
  const isUnavailable = error instanceof AppError && error.code === 'unavailable';
  await endWorkflowItem(database, item, {
    status: 'failed',
    code: isUnavailable ? 'unavailable' : 'internal',
    detail: isUnavailable ? messageOf(error) : `Given up after ${failed} tries; the log says why.`,
  });
}
