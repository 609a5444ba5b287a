import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { DocumentId, IngestJobId, IngestRunId, WorkspaceId } from '../../contract/ids.ts';
import {
  INGEST_ERROR_CODES,
  INGEST_JOB_STATUSES,
  type IngestErrorCode,
  type IngestJobStatus,
} from '../../contract/ingest-run.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { documents, originals } from './documents.ts';
import { workspaces } from './workspaces.ts';

/** One request to ingest. Its status is derived from its jobs. */
export const ingestRuns = pgTable(
  'ingest_runs',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<IngestRunId>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.id] })],
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
    status: text().$type<IngestJobStatus>().notNull(),
    attempts: integer().notNull().default(0),
    runAfter: instant('run_after').notNull().defaultNow(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
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
