import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DocumentMime } from '../../contract/document.ts';
import {
  type CollectionId,
  DocumentId,
  IngestJobId,
  IngestRunId,
  WorkspaceId,
} from '../../contract/ids.ts';
import type { IngestErrorCode, IngestRunKind } from '../../contract/ingest-run.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import { documents, originals } from '../schema/documents.ts';
import { ingestJobs, ingestRuns } from '../schema/ingest.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** A job that this worker may work on until its lease runs out. */
export interface LeasedJob {
  readonly workspaceId: WorkspaceId;
  readonly id: IngestJobId;
  readonly runId: IngestRunId;
  readonly documentId: DocumentId;
  readonly leaseToken: string;
  /** How often it has been leased, this time included, and how many tries failed by themselves. */
  readonly attempts: number;
  readonly failures: number;
}

interface LeasedRow extends Record<string, unknown> {
  readonly workspace_id: string;
  readonly id: string;
  readonly run_id: string;
  readonly document_id: string;
  readonly attempts: number;
  readonly failures: number;
}

/**
 * Leases the next job of any workspace, or takes over one whose lease has run out; null when nothing
 * waits. Jobs of one document run in the order in which they came, those of a run that is paused not at
 * all. Time is the database's.
 */
export async function leaseJob(
  database: Database,
  lease: {
    readonly token: string;
    readonly seconds: number;
    /** Who leases it: see `releaseLeasesOf`. */
    readonly worker: string;
    /** Leaves alone what has failed before, or was being worked on when its worker died. */
    readonly onlyUntried?: boolean;
  },
): Promise<LeasedJob | null> {
  const isWanted = lease.onlyUntried === true ? sql`job.attempts = 0` : sql`true`;
  const result = await database.executor.execute<LeasedRow>(sql`
    update ingest_jobs as leased
    set status = 'running',
        lease_token = ${lease.token}::uuid,
        lease_until = now() + make_interval(secs => ${lease.seconds}::double precision),
        leased_by = ${lease.worker},
        attempts = leased.attempts + 1,
        started_at = coalesce(leased.started_at, now())
    where (leased.workspace_id, leased.id) = (
      select job.workspace_id, job.id
      from ingest_jobs job
      where job.status in ('queued', 'running')
        and ${isWanted}
        and ((job.status = 'queued' and job.run_after <= ${storedNow})
          or (job.status = 'running' and job.lease_until <= ${storedNow}))
        and not exists (
          select 1
          from ingest_jobs earlier
          where earlier.workspace_id = job.workspace_id
            and earlier.document_id = job.document_id
            and earlier.id < job.id
            and earlier.status in ('queued', 'running'))
        and not exists (
          select 1
          from ingest_runs run
          where run.workspace_id = job.workspace_id and run.id = job.run_id
            and (run.paused_at is not null or run.cancelled_at is not null))
      order by job.run_after, job.id
      limit 1
      for update skip locked)
    returning leased.workspace_id, leased.id, leased.run_id, leased.document_id,
      leased.attempts, leased.failures`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    workspaceId: WorkspaceId.parse(row.workspace_id),
    id: IngestJobId.parse(row.id),
    runId: IngestRunId.parse(row.run_id),
    documentId: DocumentId.parse(row.document_id),
    leaseToken: lease.token,
    attempts: row.attempts,
    failures: row.failures,
  };
}

/**
 * Gives back what a worker had leased that is known to be dead: the one that starts under its name, so that
 * its documents need not wait for their leases to run out. Returns how many there were.
 */
export async function releaseLeasesOf(database: Database, worker: string): Promise<number> {
  const result = await database.executor.execute(sql`
    update ingest_jobs
    set status = 'queued', lease_token = null, lease_until = null, leased_by = null, run_after = now()
    where status = 'running' and leased_by = ${worker}`);
  return result.rowCount ?? 0;
}

/** Whether the lease is still held; nobody can take it before the transaction ends. */
export async function holdLease(
  database: WorkspaceDatabase,
  lease: { readonly jobId: IngestJobId; readonly token: string },
): Promise<boolean> {
  const held = await database.executor
    .select({ id: ingestJobs.id })
    .from(ingestJobs)
    .where(holdsLease(database, lease))
    .for('no key update');
  return held.length > 0;
}

/** What the worker needs to do a job. */
export interface JobInput {
  readonly fileName: string;
  readonly mime: DocumentMime;
  readonly givenTitle: string | null;
  readonly bytes: Buffer;
  readonly originalSha256: Buffer;
  readonly source: string;
  readonly collectionId: CollectionId;
  readonly runKind: IngestRunKind;
}

export async function findJobInput(
  database: WorkspaceDatabase,
  jobId: IngestJobId,
): Promise<JobInput | null> {
  const [row] = await database.executor
    .select({
      fileName: ingestJobs.fileName,
      mime: sql<DocumentMime>`${ingestJobs.mime}`,
      givenTitle: ingestJobs.title,
      bytes: originals.bytes,
      originalSha256: originals.sha256,
      source: documents.source,
      collectionId: documents.collectionId,
      runKind: ingestRuns.kind,
    })
    .from(ingestJobs)
    .innerJoin(
      originals,
      and(
        eq(originals.workspaceId, ingestJobs.workspaceId),
        eq(originals.sha256, ingestJobs.originalSha256),
      ),
    )
    .innerJoin(
      documents,
      and(
        eq(documents.workspaceId, ingestJobs.workspaceId),
        eq(documents.id, ingestJobs.documentId),
      ),
    )
    .innerJoin(
      ingestRuns,
      and(eq(ingestRuns.workspaceId, ingestJobs.workspaceId), eq(ingestRuns.id, ingestJobs.runId)),
    )
    .where(and(eq(ingestJobs.workspaceId, database.workspaceId), eq(ingestJobs.id, jobId)))
    .limit(1);
  return row ?? null;
}

/** False when the lease has been lost: whoever holds it now will finish the job. */
export async function renewLease(
  database: WorkspaceDatabase,
  lease: { readonly jobId: IngestJobId; readonly token: string; readonly seconds: number },
): Promise<boolean> {
  const renewed = await database.executor
    .update(ingestJobs)
    .set({
      leaseUntil: sql`now() + make_interval(secs => ${lease.seconds}::double precision)`,
    })
    .where(holdsLease(database, lease))
    .returning({ id: ingestJobs.id });
  return renewed.length > 0;
}

export type JobEnding =
  | {
      /** `held`: stored, but not served until somebody approves it. */
      readonly status: 'done' | 'held';
      readonly version: number;
      readonly added: number;
      readonly reused: number;
      readonly retired: number;
    }
  | { readonly status: 'unchanged'; readonly reused: number }
  | { readonly status: 'failed'; readonly code: IngestErrorCode; readonly detail: string };

/** Ends a job under its lease; false when the lease was lost, and then nothing has changed. */
export async function endJob(
  database: WorkspaceDatabase,
  job: {
    readonly jobId: IngestJobId;
    readonly token: string;
    readonly ending: JobEnding;
    readonly timings: Readonly<Record<string, number>>;
  },
): Promise<boolean> {
  const { ending } = job;
  const stored = ending.status === 'done' || ending.status === 'held' ? ending : null;
  const ended = await database.executor
    .update(ingestJobs)
    .set({
      status: ending.status,
      leaseToken: null,
      leaseUntil: null,
      finishedAt: sql`now()`,
      timings: job.timings,
      version: stored?.version ?? null,
      chunksAdded: stored?.added ?? 0,
      chunksReused: ending.status === 'failed' ? 0 : ending.reused,
      chunksRetired: stored?.retired ?? 0,
      errorCode: ending.status === 'failed' ? ending.code : null,
      errorDetail: ending.status === 'failed' ? ending.detail : null,
    })
    .where(holdsLease(database, job))
    .returning({ id: ingestJobs.id });
  return ended.length > 0;
}

/** Ends what waits or runs for a document that has been retired; a worker that has it loses its lease. */
export async function endOpenJobs(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await database.executor
    .update(ingestJobs)
    .set({
      status: 'failed',
      leaseToken: null,
      leaseUntil: null,
      finishedAt: sql`now()`,
      errorCode: 'retired',
      errorDetail: 'The document was retired before it was ingested.',
    })
    .where(
      and(
        eq(ingestJobs.workspaceId, database.workspaceId),
        eq(ingestJobs.documentId, documentId),
        inArray(ingestJobs.status, ['queued', 'running']),
      ),
    );
}

/** Gives a job back to the queue, to be tried again after a pause. */
export async function requeueJob(
  database: WorkspaceDatabase,
  job: {
    readonly jobId: IngestJobId;
    readonly token: string;
    readonly afterSeconds: number;
    /** What it counts from then. */
    readonly attempts: number;
    readonly failures: number;
  },
): Promise<void> {
  await database.executor
    .update(ingestJobs)
    .set({
      status: 'queued',
      attempts: job.attempts,
      failures: job.failures,
      leaseToken: null,
      leaseUntil: null,
      runAfter: sql`now() + make_interval(secs => ${job.afterSeconds}::double precision)`,
    })
    .where(holdsLease(database, job));
}

function holdsLease(
  database: WorkspaceDatabase,
  lease: { readonly jobId: IngestJobId; readonly token: string },
) {
  return and(
    eq(ingestJobs.workspaceId, database.workspaceId),
    eq(ingestJobs.id, lease.jobId),
    eq(ingestJobs.leaseToken, lease.token),
    eq(ingestJobs.status, 'running'),
  );
}
