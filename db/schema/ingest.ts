import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import type {
  ApiKeyId,
  DocumentId,
  IngestJobId,
  IngestRunId,
  SourceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import {
  INGEST_ERROR_CODES,
  INGEST_JOB_STATUSES,
  INGEST_RUN_KINDS,
  type IngestErrorCode,
  type IngestJobStatus,
  type IngestRunKind,
} from '../../contract/ingest-run.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { documents, originals } from './documents.ts';
import { sources } from './sources.ts';
import { workspaces } from './workspaces.ts';

/**
 * One request to ingest. Its status is derived from its jobs; for one that follows a source, also from how
 * far the source has been listed (`sync_*`), which a worker leases like a job.
 */
export const ingestRuns = pgTable(
  'ingest_runs',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<IngestRunId>().notNull(),
    kind: text().$type<IngestRunKind>().notNull().default('upload'),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    pausedAt: instant('paused_at'),
    cancelledAt: instant('cancelled_at'),
    /** When everybody was told that it has ended. */
    announcedAt: instant('announced_at'),
    sourceId: uuid('source_id').$type<SourceId>(),
    syncStatus: text('sync_status').$type<'queued' | 'running' | 'done' | 'failed'>(),
    syncAttempts: integer('sync_attempts').notNull().default(0),
    syncRunAfter: instant('sync_run_after').notNull().defaultNow(),
    syncLeaseToken: uuid('sync_lease_token'),
    syncLeaseUntil: instant('sync_lease_until'),
    syncFinishedAt: instant('sync_finished_at'),
    syncError: text('sync_error'),
    allowsMassRetire: boolean('allows_mass_retire').notNull().default(false),
    entriesAdded: integer('entries_added').notNull().default(0),
    entriesChanged: integer('entries_changed').notNull().default(0),
    entriesUnchanged: integer('entries_unchanged').notNull().default(0),
    entriesGone: integer('entries_gone').notNull().default(0),
    entriesSkipped: integer('entries_skipped').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // What the next free worker lists.
    index('ingest_runs_sync')
      .on(table.syncRunAfter)
      .where(sql`sync_status in ('queued', 'running')`),
    // One at a time for each source.
    uniqueIndex('ingest_runs_one_sync')
      .on(table.workspaceId, table.sourceId)
      .where(sql`sync_status in ('queued', 'running')`),
    index('ingest_runs_unannounced')
      .on(table.workspaceId, table.id)
      .where(sql`announced_at is null`),
    foreignKey({
      columns: [table.workspaceId, table.sourceId],
      foreignColumns: [sources.workspaceId, sources.id],
    }),
    check('ingest_runs_kind', oneOf(table.kind, INGEST_RUN_KINDS)),
    check(
      'ingest_runs_sync_status',
      sql`${table.syncStatus} is null or ${oneOf(table.syncStatus, ['queued', 'running', 'done', 'failed'])}`,
    ),
  ],
);

/**
 * The unit of work that a worker leases. A lease that has run out may be taken by another worker;
 * `lease_token` fences off the one that lost it.
 */
export const ingestJobs = pgTable(
  'ingest_jobs',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<IngestJobId>().notNull(),
    runId: uuid('run_id').$type<IngestRunId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    originalSha256: bytea('original_sha256').notNull(),
    fileName: text('file_name').notNull(),
    title: text(),
    mime: text(),
    /** What was given with the bytes: it takes effect when they serve. */
    settings: jsonb().$type<DocumentSettings>().notNull().default({}),
    status: text().$type<IngestJobStatus>().notNull(),
    /** How often it was leased, and how many of these tries failed by themselves. */
    attempts: integer().notNull().default(0),
    failures: integer().notNull().default(0),
    /** The version that it published or holds. */
    version: integer(),
    runAfter: instant('run_after').notNull().defaultNow(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    leasedBy: text('leased_by'),
    errorCode: text('error_code').$type<IngestErrorCode>(),
    errorDetail: text('error_detail'),
    chunksAdded: integer('chunks_added').notNull().default(0),
    chunksReused: integer('chunks_reused').notNull().default(0),
    chunksRetired: integer('chunks_retired').notNull().default(0),
    timings: jsonb().$type<Record<string, number>>(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('ingest_jobs_run').on(table.workspaceId, table.runId),
    // The last job of a document says why it failed.
    index('ingest_jobs_document').on(table.workspaceId, table.documentId, table.id),
    // What the next free worker leases.
    index('ingest_jobs_waiting')
      .on(table.runAfter, table.id)
      .where(sql`status in ('queued', 'running')`),
    foreignKey({
      columns: [table.workspaceId, table.runId],
      foreignColumns: [ingestRuns.workspaceId, ingestRuns.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.originalSha256],
      foreignColumns: [originals.workspaceId, originals.sha256],
    }),
    check('ingest_jobs_status', oneOf(table.status, INGEST_JOB_STATUSES)),
    check(
      'ingest_jobs_error_code',
      sql`${table.errorCode} is null or ${oneOf(table.errorCode, INGEST_ERROR_CODES)}`,
    ),
    check(
      'ingest_jobs_lease',
      sql`(${table.status} = 'running') = (${table.leaseToken} is not null)`,
    ),
  ],
);
