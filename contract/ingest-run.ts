import { z } from 'zod';
import { DocumentId, IngestRunId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';

export const INGEST_RUN_STATUSES = [
  'queued',
  'running',
  'succeeded',
  'failed',
  'partly_failed',
] as const;

/** Derived from the run's jobs: it is finished when none of them waits or runs. */
export const IngestRunStatus = z.enum(INGEST_RUN_STATUSES).meta({ id: 'IngestRunStatus' });
export type IngestRunStatus = z.infer<typeof IngestRunStatus>;

export const INGEST_JOB_STATUSES = ['queued', 'running', 'done', 'unchanged', 'failed'] as const;
export type IngestJobStatus = (typeof INGEST_JOB_STATUSES)[number];

/** Why a document was not ingested. `retired`: somebody retired it before its turn came. */
export const INGEST_ERROR_CODES = [
  'empty',
  'unreadable',
  'encrypted',
  'no_text',
  'wrong_type',
  'invalid_encoding',
  'too_large',
  'too_slow',
  'embedding_unavailable',
  'retired',
  'internal',
] as const;
export const IngestErrorCode = z.enum(INGEST_ERROR_CODES).meta({ id: 'IngestErrorCode' });
export type IngestErrorCode = z.infer<typeof IngestErrorCode>;

export const IngestRun = z
  .object({
    id: IngestRunId,
    status: IngestRunStatus,
    documents: z.object({
      total: z.int().min(0),
      done: z.int().min(0),
      failed: z.int().min(0),
      unchanged: z.int().min(0),
    }),
    chunks: z.object({
      added: z.int().min(0),
      reused: z.int().min(0),
      retired: z.int().min(0),
    }),
    stale_answers: z.int().min(0),
    errors: z.array(
      z.object({
        document_id: DocumentId,
        source: z.string(),
        code: IngestErrorCode,
        detail: z.string(),
      }),
    ),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'IngestRun' });
export type IngestRun = z.infer<typeof IngestRun>;

export const ListIngestRuns = z.strictObject(pageQuery);
export const IngestRunPage = pageOf(IngestRun);
