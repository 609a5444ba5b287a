import { z } from 'zod';
import { DocumentId, IngestRunId, SourceId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';

export const INGEST_RUN_STATUSES = [
  'queued',
  'running',
  'paused',
  'succeeded',
  'failed',
  'partly_failed',
  'cancelled',
] as const;

/**
 * Derived from the run's jobs: it is finished when none of them waits or runs. A document that is held for
 * approval counts as done. `cancelled`: somebody stopped it before every document had been ingested.
 */
export const IngestRunStatus = z.enum(INGEST_RUN_STATUSES).meta({ id: 'IngestRunStatus' });
export type IngestRunStatus = z.infer<typeof IngestRunStatus>;

export const INGEST_JOB_STATUSES = [
  'queued',
  'running',
  'done',
  'unchanged',
  'held',
  'failed',
  'cancelled',
] as const;
export type IngestJobStatus = (typeof INGEST_JOB_STATUSES)[number];

/**
 * Why a document was not ingested. `retired`: somebody retired it before its turn came. `refused`: policy
 * refuses what was found in it. `source_unavailable`: its source could not be read.
 */
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
  'refused',
  'source_unavailable',
  'internal',
] as const;
export const IngestErrorCode = z.enum(INGEST_ERROR_CODES).meta({ id: 'IngestErrorCode' });
export type IngestErrorCode = z.infer<typeof IngestErrorCode>;

/** What a run does: ingest what was sent, follow a source, or build the index of known documents anew. */
export const INGEST_RUN_KINDS = ['upload', 'sync', 'reindex'] as const;
export const IngestRunKind = z.enum(INGEST_RUN_KINDS).meta({ id: 'IngestRunKind' });
export type IngestRunKind = z.infer<typeof IngestRunKind>;

export const INGEST_STAGES = ['parse', 'chunk', 'embed', 'store'] as const;
export type IngestStage = (typeof INGEST_STAGES)[number];

const StageFigures = z.object({
  stage: z.enum(INGEST_STAGES),
  count: z.int().min(0).describe('Documents that went through it.'),
  total_ms: z.number().min(0),
  p50_ms: z.number().min(0),
  p95_ms: z.number().min(0),
});

const count = () => z.int().min(0);

/** What following a source found. */
const SyncFigures = z.object({
  source_id: SourceId,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  added: count(),
  changed: count(),
  unchanged: count(),
  gone: count(),
  skipped: count().describe('Entries that could not be read.'),
  error: z.string().nullable(),
});

export const IngestRun = z
  .object({
    id: IngestRunId,
    kind: IngestRunKind,
    status: IngestRunStatus,
    documents: z.object({
      total: count(),
      done: count(),
      failed: count(),
      unchanged: count(),
      held: count().describe('Of those done: stored, but held until somebody approves.'),
      cancelled: count(),
    }),
    chunks: z.object({ added: count(), reused: count(), retired: count() }),
    stages: z.array(StageFigures),
    sync: SyncFigures.nullable(),
    stale_answers: count().describe('Past answers that cite what this run changed or retired.'),
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

export const RetryIngestRun = z
  .strictObject({
    document_ids: z
      .array(DocumentId)
      .min(1)
      .max(1_000)
      .optional()
      .describe('Which of the failed and cancelled documents; default: all of them.'),
  })
  .meta({ id: 'RetryIngestRun' });
export type RetryIngestRun = z.infer<typeof RetryIngestRun>;

/** The events of a watched run: `progress` with the run whenever it has changed, `done` with the last. */
export const INGEST_RUN_EVENTS = ['progress', 'done', 'error'] as const;
export type IngestRunEvent = (typeof INGEST_RUN_EVENTS)[number];
