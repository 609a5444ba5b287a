import { randomUUID } from 'node:crypto';
import { IngestRunId } from '../../contract/ids.ts';
import type { Database } from '../../db/client.ts';
import {
  endSync,
  leaseSync,
  renewSyncLease,
  requestDueSyncs,
  type LeasedSync,
} from '../../db/queries/sync-runs.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { ConnectorDeps } from '../sources/connector.ts';
import { followSource } from './follow-source.ts';

export interface SyncDeps {
  readonly database: Database;
  readonly connectors: ConnectorDeps;
  readonly newId: () => string;
  readonly logger: Logger;
}

const LEASE_SECONDS = 30;
const MAX_TRIES = 3;
/** How much of what was skipped is told. */
const MAX_REMARKS = 20;

/** Follows one source whose turn it is; false when none waits. */
export async function syncNext(deps: SyncDeps, stopping: AbortSignal): Promise<boolean> {
  await requestDueSyncs(deps.database, () => IngestRunId.parse(deps.newId()));
  const sync = await leaseSync(deps.database, { token: randomUUID(), seconds: LEASE_SECONDS });
  if (sync === null) return false;
  const database = inWorkspace(deps.database, sync.workspaceId);
  const leaseLost = new AbortController();
  const heartbeat = setInterval(() => void keepLease(), (LEASE_SECONDS * 1_000) / 3);
  const lease = { ...sync, sourceId: sync.source.id };
  try {
    const signal = AbortSignal.any([stopping, leaseLost.signal]);
    const outcome = await followSource(sync, { ...deps, database, signal });
    if (outcome.kind === 'lease_lost') return true;
    const { unchanged, skipped, remarks } = outcome;
    const error = remarks.length === 0 ? null : remarks.slice(0, MAX_REMARKS).join('\n');
    await endSync(database, lease, { status: 'done', error, unchanged, skipped });
    deps.logger.info({ run_id: sync.runId, source: sync.source.name, skipped }, 'source.followed');
  } catch (error) {
    if (!leaseLost.signal.aborted) await endSync(database, lease, endingOf(sync, error, stopping));
    deps.logger.warn({ run_id: sync.runId, source: sync.source.name, err: error }, 'source.failed');
  } finally {
    clearInterval(heartbeat);
  }
  return true;

  async function keepLease(): Promise<void> {
    const isOurs = await renewSyncLease(database, { ...lease, seconds: LEASE_SECONDS }).catch(
      () => true,
    );
    if (!isOurs) leaseLost.abort();
  }
}

/** What the source said no to is final; what was away is asked again, unless it has been often enough. */
function endingOf(sync: LeasedSync, error: unknown, stopping: AbortSignal) {
  if (stopping.aborted) return { status: 'queued' as const, error: null };
  const isRefusal = error instanceof AppError && error.code !== 'unavailable';
  const message =
    error instanceof AppError
      ? messageOf(error)
      : `The source could not be followed; the worker's log says why (run ${sync.runId}).`;
  if (isRefusal || sync.attempts >= MAX_TRIES) return { status: 'failed' as const, error: message };
  return { status: 'queued' as const, error: message, afterSeconds: 2 ** sync.attempts };
}
