import { z } from 'zod';
import { AnswerStatus } from './answer.ts';
import { ChunkId, DocumentId, IngestRunId, TraceId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';
import { Citation } from './verification.ts';
import { TextChange } from './version-diff.ts';

/**
 * What became of a cited chunk: other words stand in its place, the same words stand there under other
 * headings, they stand under headings that were there before, nothing stands there, or the document is retired.
 */
export const STALE_CHANGES = ['changed', 'retitled', 'moved', 'removed', 'retired'] as const;

/** A chunk that an answer cites and that does not stand any more as it was cited. */
export const StaleChange = z
  .object({
    chunk_id: ChunkId,
    document_id: DocumentId,
    change: z.enum(STALE_CHANGES),
    run_id: IngestRunId.nullable().describe(
      'The run that made the answer stale; null when somebody retired or restored by hand.',
    ),
    from_version: z.int().min(1).describe('The version that the answer cites.'),
    to_version: z
      .int()
      .min(1)
      .nullable()
      .describe('The version that serves now; null while the document is retired.'),
    marked_at: z.iso.datetime(),
    replaced_by: ChunkId.nullable(),
    headings: z
      .object({ from: z.array(z.string()), to: z.array(z.string()).nullable() })
      .describe('The headings above what was cited, and above what stands there now.'),
    words: z
      .array(TextChange)
      .describe('From what was cited to what stands there in `to_version`.'),
  })
  .meta({ id: 'StaleChange' });
export type StaleChange = z.infer<typeof StaleChange>;

/** The newest change in short, then every changed citation. */
export const Staleness = z
  .object({
    run_id: IngestRunId.nullable(),
    from_version: z.int().min(1),
    to_version: z.int().min(1).nullable(),
    marked_at: z.iso.datetime(),
    changes: z.array(StaleChange).min(1),
  })
  .meta({ id: 'Staleness' });
export type Staleness = z.infer<typeof Staleness>;

/** A past answer that cites the document, or what the run changed. */
export const CitingAnswer = z
  .object({
    trace_id: TraceId,
    question: z.string(),
    asked_at: z.iso.datetime(),
    status: AnswerStatus.nullable(),
    cited: z.array(
      z.object({
        chunk_id: ChunkId,
        document_id: DocumentId,
        document_version: z.int().min(1),
        marker: z.int().min(1).nullable(),
      }),
    ),
    stale: Staleness.nullable(),
    reasked_as: TraceId.nullable().describe('The newest answer to the same question, asked anew.'),
  })
  .meta({ id: 'CitingAnswer' });
export type CitingAnswer = z.infer<typeof CitingAnswer>;
export const CitingAnswerPage = pageOf(CitingAnswer);

export const ListCitingAnswers = z.strictObject({
  ...pageQuery,
  stale: z.enum(['true', 'false']).optional(),
});

export const MAX_REASKED_ANSWERS = 50;

/** Without `trace_ids`: the stale answers that have not been asked anew, the newest first. */
export const ReaskRequest = z
  .strictObject({
    run_id: IngestRunId.optional(),
    document_id: DocumentId.optional(),
    trace_ids: z.array(TraceId).min(1).max(MAX_REASKED_ANSWERS).optional(),
    limit: z.int().min(1).max(MAX_REASKED_ANSWERS).default(10),
  })
  .refine((request) => (request.run_id === undefined) !== (request.document_id === undefined), {
    message: 'must have exactly one of run_id and document_id',
  })
  .meta({ id: 'ReaskRequest' });
export type ReaskRequest = z.infer<typeof ReaskRequest>;

export const ReaskedSide = z
  .object({
    id: TraceId,
    status: AnswerStatus,
    answer: z.string(),
    citations: z.array(Citation),
  })
  .meta({ id: 'ReaskedSide' });
export type ReaskedSide = z.infer<typeof ReaskedSide>;

/** Both answers side by side; `error` says why there is no new one. */
export const ReaskedAnswer = z
  .object({
    question: z.string(),
    old: ReaskedSide,
    new: ReaskedSide.nullable(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'ReaskedAnswer' });
export type ReaskedAnswer = z.infer<typeof ReaskedAnswer>;

export const ReaskResponse = z
  .object({
    data: z.array(ReaskedAnswer),
    remaining: z.int().min(0).describe('Stale answers of the same kind that were not asked anew.'),
  })
  .meta({ id: 'ReaskResponse' });
export type ReaskResponse = z.infer<typeof ReaskResponse>;
