import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddingProfile } from '../contract/collection.ts';
import type { ChunkId } from '../contract/ids.ts';
import type { Database } from '../db/client.ts';
import {
  endJob,
  leaseJob,
  renewLease,
  requeueJob,
  type LeasedJob,
} from '../db/queries/lease-job.ts';
import { refreshQueueStatistics, refreshStatistics } from '../db/queries/refresh-statistics.ts';
import { inWorkspace } from '../db/workspace-database.ts';
import type { Embedder } from '../models/embedder.ts';
import { AppError, messageOf } from '../platform/errors.ts';
import type { Logger } from '../platform/log.ts';
import { ingestDocument, type IngestOutcome } from './ingest-document.ts';
import type { Parser } from './parse/parse-in-child.ts';

export interface WorkerOptions {
  readonly pollMs: number;
  readonly leaseSeconds: number;
  /** Tries that may fail before the job does. */
  readonly maxAttempts: number;
  /** Leases that may run out because the worker died; a parser that crashes does not end its worker. */
  readonly maxLeases: number;
}

export const DEFAULT_WORKER_OPTIONS: WorkerOptions = {
  pollMs: 500,
  leaseSeconds: 30,
  maxAttempts: 3,
  maxLeases: 10,
};

export interface WorkerDeps {
  readonly database: Database;
  readonly parser: Parser;
  readonly embedderFor: (profile: EmbeddingProfile) => Embedder | null;
  readonly newChunkId: () => ChunkId;
  readonly now: () => number;
  readonly logger: Logger;
  readonly options: WorkerOptions;
}

export interface Worker {
  /** Takes no more jobs and gives the present one back to the queue, as if it had not been tried. */
  stop(): Promise<void>;
}

/** Takes jobs one after the other until it is stopped. */
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
  let hasWorked = false;
  while (!stopping.aborted) {
    const didWork = await workOnNextJob(deps, stopping).catch((error: unknown) => {
      deps.logger.error({ err: error }, 'ingest.worker_failed');
      return false;
    });
    if (didWork && !hasWorked) await refreshPlans(deps, refreshQueueStatistics);
    if (!didWork && hasWorked) await refreshPlans(deps, refreshStatistics);
    hasWorked = didWork;
    if (!didWork) await pause(deps.options.pollMs, stopping);
  }
}

/** At both ends of a series of jobs, so that a long run does not pay for it after each document. */
async function refreshPlans(deps: WorkerDeps, refresh: typeof refreshStatistics): Promise<void> {
  await refresh(deps.database).catch((error: unknown) => {
    deps.logger.warn({ err: error }, 'ingest.statistics_failed');
  });
}

/** Does one job; false when none was waiting. */
export async function workOnNextJob(deps: WorkerDeps, stopping: AbortSignal): Promise<boolean> {
  const job = await leaseJob(deps.database, {
    token: randomUUID(),
    seconds: deps.options.leaseSeconds,
  });
  if (job === null) return false;
  const startedAt = deps.now();
  const outcome = await tryJob(job, deps, stopping);
  await settle(job, outcome, deps);
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
  | { readonly kind: 'try_again'; readonly afterSeconds: number; readonly attempts: number };

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
    return await ingestDocument(job, {
      ...deps,
      database: inWorkspace(deps.database, job.workspaceId),
      signal: AbortSignal.any([stopping, leaseLost.signal]),
    });
  } catch (error) {
    if (leaseLost.signal.aborted) return { kind: 'lease_lost' };
    if (stopping.aborted) {
      return { kind: 'try_again', afterSeconds: 0, attempts: job.attempts - 1 };
    }
    return afterFailure(job, error, deps);
  } finally {
    clearInterval(heartbeat);
  }
}

function afterFailure(job: LeasedJob, error: unknown, deps: WorkerDeps): JobOutcome {
  const isUnavailable = error instanceof AppError && error.code === 'unavailable';
  deps.logger.warn({ job_id: job.id, attempt: job.attempts, err: error }, 'ingest.job_try_failed');
  if (job.attempts < deps.options.maxAttempts) {
    return { kind: 'try_again', afterSeconds: 2 ** job.attempts, attempts: job.attempts };
  }
  if (isUnavailable) {
    return { kind: 'failed', code: 'embedding_unavailable', detail: messageOf(error) };
  }
  return {
    kind: 'failed',
    code: 'internal',
    detail: `Given up after ${job.attempts} tries; the worker's log says why (job ${job.id}).`,
  };
}

async function settle(job: LeasedJob, outcome: JobOutcome, deps: WorkerDeps): Promise<void> {
  const database = inWorkspace(deps.database, job.workspaceId);
  const lease = { jobId: job.id, token: job.leaseToken };
  switch (outcome.kind) {
    case 'published':
    case 'lease_lost':
      return;
    case 'unchanged':
      await endJob(database, {
        ...lease,
        ending: { status: 'unchanged', reused: outcome.chunkCount },
        timings: {},
      });
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
