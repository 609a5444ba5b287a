import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentPolicy } from '../contract/access-rule.ts';
import type { EmbeddingProfile } from '../contract/collection.ts';
import type { ChunkId } from '../contract/ids.ts';
import type { Database } from '../db/client.ts';
import { isConnectionLost } from '../db/connection-loss.ts';
import {
  endJob,
  leaseJob,
  releaseLeasesOf,
  renewLease,
  requeueJob,
  type LeasedJob,
} from '../db/queries/lease-job.ts';
import { inWorkspace } from '../db/workspace-database.ts';
import type { Embedder } from '../models/embedder.ts';
import { AppError, messageOf } from '../platform/errors.ts';
import type { Logger } from '../platform/log.ts';
import { ingestDocument, type IngestOutcome } from './ingest-document.ts';
import { createStatisticsKeeper } from './keep-statistics.ts';
import type { Preparer } from './prepare/preparer.ts';

export interface WorkerOptions {
  /**
   * The name that its leases carry. A worker that starts under a name takes back what its predecessor of
   * that name had, so no two that run may share one.
   */
  readonly name: string;
  /** Jobs at a time: while one waits for the database, another one is read. */
  readonly slots: number;
  readonly pollMs: number;
  readonly leaseSeconds: number;
  /** Tries that may fail before the job does. */
  readonly maxAttempts: number;
  /** Leases that may run out because the worker died; a parser that crashes does not end its worker. */
  readonly maxLeases: number;
}

export const DEFAULT_WORKER_OPTIONS: Omit<WorkerOptions, 'name'> = {
  slots: 3,
  pollMs: 500,
  leaseSeconds: 30,
  maxAttempts: 3,
  maxLeases: 10,
};

export interface WorkerDeps {
  readonly database: Database;
  readonly preparer: Preparer;
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly policy: DocumentPolicy;
  readonly newChunkId: () => ChunkId;
  readonly now: () => number;
  readonly logger: Logger;
  readonly options: WorkerOptions;
  /** What is done beside the jobs, each a step at a time. */
  readonly background: readonly BackgroundStep[];
}

/** False when there was nothing to do. `isBusy`: documents are coming in, and what can wait may wait. */
export type BackgroundStep = (situation: {
  readonly signal: AbortSignal;
  readonly isBusy: boolean;
}) => Promise<boolean>;

export interface Worker {
  /** Takes no more jobs and gives the present ones back to the queue, as if they had not been tried. */
  stop(): Promise<void>;
}

/** Takes jobs until it is stopped. */
export function startWorker(deps: WorkerDeps): Worker {
  const stopping = new AbortController();
  const finished = runUntilStopped(deps, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}

async function runUntilStopped(deps: WorkerDeps, stopping: AbortSignal): Promise<void> {
  await attempt(deps, () => releaseLeasesOf(deps.database, deps.options.name));
  const statistics = createStatisticsKeeper(deps.database);
  const busySlots = new Set<number>();
  const takeJob = async (slot: number) => {
    const onlyUntried = slot === 0 && deps.options.slots > 1;
    const didWork = await workOnNextJob(deps, stopping, { onlyUntried });
    if (didWork) statistics.countJob();
    if (didWork) busySlots.add(slot);
    else busySlots.delete(slot);
    return didWork;
  };
  const slots = Array.from({ length: deps.options.slots }, (_, slot) =>
    repeat(deps, stopping, () => takeJob(slot)),
  );
  const refreshStatistics = async () => {
    await statistics.refresh();
    return false;
  };
  await Promise.all([
    ...slots,
    repeat(deps, stopping, refreshStatistics),
    ...deps.background.map((step) =>
      repeat(deps, stopping, () => step({ signal: stopping, isBusy: busySlots.size > 0 })),
    ),
  ]);
}

/** Does a step after the other; pauses when there was nothing to do, or a step failed. */
async function repeat(
  deps: WorkerDeps,
  stopping: AbortSignal,
  step: () => Promise<boolean>,
): Promise<void> {
  while (!stopping.aborted) {
    const didWork = (await attempt(deps, step)) ?? false;
    if (!didWork) await pause(deps.options.pollMs, stopping);
  }
}

async function attempt<Result>(
  deps: WorkerDeps,
  work: () => Promise<Result>,
): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    deps.logger.error({ err: error }, 'ingest.worker_failed');
    return null;
  }
}
/** Does one job; false when none was waiting. A slot for what is `onlyUntried` is never held by what fails again and again. */
export async function workOnNextJob(
  deps: WorkerDeps,
  stopping: AbortSignal,
  { onlyUntried = false }: { readonly onlyUntried?: boolean } = {},
): Promise<boolean> {
  const job = await leaseJob(deps.database, {
    onlyUntried,
    token: randomUUID(),
    seconds: deps.options.leaseSeconds,
    worker: deps.options.name,
  });
  if (job === null) return false;
  const startedAt = deps.now();
  const outcome = await tryJob(job, deps, stopping);
  await settleInTime(job, outcome, { deps, stopping });
  deps.logger.info(
    {
      job_id: job.id,
      document_id: job.documentId,
      outcome: outcome.kind,
      ...(outcome.kind === 'failed' ? { code: outcome.code } : {}),
      duration_ms: Math.round(deps.now() - startedAt),
    },
    'ingest.job_ended',
  );
  return true;
}

type JobOutcome =
  | IngestOutcome
  | {
      readonly kind: 'try_again';
      readonly afterSeconds: number;
      readonly attempts: number;
      readonly failures: number;
    };

async function tryJob(
  job: LeasedJob,
  deps: WorkerDeps,
  stopping: AbortSignal,
): Promise<JobOutcome> {
  if (job.attempts > deps.options.maxLeases) {
    const detail = `Given up: ${deps.options.maxLeases} workers died while they had this document.`;
    return { kind: 'failed', code: 'internal', detail };
  }
  const leaseLost = new AbortController();
  const heartbeat = setInterval(
    () => void keepLease(job, deps, leaseLost),
    (deps.options.leaseSeconds * 1000) / 3,
  );
  try {
    // The lease may have been under way when the worker was told to stop.
    stopping.throwIfAborted();
    const outcome = await ingestDocument(job, {
      ...deps,
      database: inWorkspace(deps.database, job.workspaceId),
      signal: AbortSignal.any([stopping, leaseLost.signal]),
    });
    return outcome.kind === 'failed' && outcome.isCrash === true
      ? (tryAgain(job, deps) ?? outcome)
      : outcome;
  } catch (error) {
    if (leaseLost.signal.aborted) return { kind: 'lease_lost' };
    if (stopping.aborted) {
      const { failures } = job;
      return { kind: 'try_again', afterSeconds: 0, attempts: job.attempts - 1, failures };
    }
    return afterFailure(job, error, deps);
  } finally {
    clearInterval(heartbeat);
  }
}

function afterFailure(job: LeasedJob, error: unknown, deps: WorkerDeps): JobOutcome {
  if (isConnectionLost(error)) {
    deps.logger.warn({ job_id: job.id, err: error }, 'ingest.database_lost');
    // The lease counts: a document that takes the database down with it ends like one that kills workers.
    const { attempts, failures } = job;
    return { kind: 'try_again', afterSeconds: 0, attempts, failures };
  }
  const isUnavailable = error instanceof AppError && error.code === 'unavailable';
  deps.logger.warn(
    { job_id: job.id, failures: job.failures + 1, err: error },
    'ingest.job_try_failed',
  );
  const again = tryAgain(job, deps);
  if (again !== null) return again;
  if (isUnavailable) {
    return { kind: 'failed', code: 'embedding_unavailable', detail: messageOf(error) };
  }
  return {
    kind: 'failed',
    code: 'internal',
    detail: `Given up after ${job.failures + 1} tries; the worker's log says why (job ${job.id}).`,
  };
}

/** Null when it has failed often enough. A lease that ran out is no failure of the document's. */
function tryAgain(job: LeasedJob, deps: WorkerDeps): JobOutcome | null {
  const failures = job.failures + 1;
  if (failures >= deps.options.maxAttempts) return null;
  return { kind: 'try_again', afterSeconds: 2 ** failures, attempts: job.attempts, failures };
}

/** A database that went away may come back before the lease has run out. */
async function settleInTime(
  job: LeasedJob,
  outcome: JobOutcome,
  { deps, stopping }: { readonly deps: WorkerDeps; readonly stopping: AbortSignal },
): Promise<void> {
  const deadline = deps.now() + deps.options.leaseSeconds * 1000;
  for (;;) {
    try {
      return await settle(job, outcome, deps);
    } catch (error) {
      if (!isConnectionLost(error) || stopping.aborted || deps.now() > deadline) throw error;
      await pause(deps.options.pollMs, stopping);
    }
  }
}

async function settle(job: LeasedJob, outcome: JobOutcome, deps: WorkerDeps): Promise<void> {
  const database = inWorkspace(deps.database, job.workspaceId);
  const lease = { jobId: job.id, token: job.leaseToken };
  switch (outcome.kind) {
    case 'published':
    case 'held':
    case 'unchanged':
    case 'lease_lost':
      return;
    case 'failed':
      await endJob(database, {
        ...lease,
        ending: { status: 'failed', code: outcome.code, detail: outcome.detail },
        timings: {},
      });
      return;
    case 'try_again':
      await requeueJob(database, { ...lease, ...outcome });
      return;
    default:
      outcome satisfies never;
  }
}

async function keepLease(
  job: LeasedJob,
  deps: WorkerDeps,
  leaseLost: AbortController,
): Promise<void> {
  const isOurs = await renewLease(inWorkspace(deps.database, job.workspaceId), {
    jobId: job.id,
    token: job.leaseToken,
    seconds: deps.options.leaseSeconds,
  }).catch(() => true);
  if (!isOurs) leaseLost.abort();
}

async function pause(milliseconds: number, stopping: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal: stopping }).catch(() => undefined);
}
