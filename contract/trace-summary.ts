import { z } from 'zod';
import { ANSWER_STATUSES, AnswerStatus } from './answer.ts';
import { CountedAs } from './counted-as.ts';
import { DocumentId, TraceId } from './ids.ts';
import { givenInstant } from './instant.ts';
import { pageOf, pageQuery } from './page.ts';
import { FallbackKind, Task } from './routing.ts';
import { TraceKind, TraceState } from './trace.ts';
import { ANSWER_VERDICTS } from './verification.ts';

/** A line of the list: columns kept beside the record, so that no list loads one. */
export const TraceSummary = z
  .object({
    id: TraceId,
    kind: TraceKind,
    state: TraceState,
    created_at: z.iso.datetime(),
    question: z.string(),
    status: AnswerStatus.nullable(),
    verdict: z.enum(ANSWER_VERDICTS).nullable(),
    task: Task.nullable(),
    requested_model: z
      .string()
      .nullable()
      .describe(
        'What the caller asked for; null in older traces, and where no model is asked for.',
      ),
    model: z.string().nullable(),
    provider: z.string().nullable(),
    fallback: FallbackKind.nullable(),
    app: z.string().nullable(),
    api_key_name: z.string(),
    cited_count: z.int().min(0),
    selected_count: z.int().min(0),
    candidate_count: z.int().min(0),
    confidence: z.number().min(0).max(1).nullable(),
    total_ms: z.number().min(0).nullable(),
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    cost_usd: z.number().min(0),
    stale: z.boolean().describe('Something that the answer cites has changed since.'),
  })
  .meta({ id: 'TraceSummary' });
export type TraceSummary = z.infer<typeof TraceSummary>;

export const ListTraces = z.strictObject({
  ...pageQuery,
  q: z
    .string()
    .max(200)
    .optional()
    .describe(
      'Words of the question or the answer: all of them, the last one perhaps unfinished; "a phrase", -without, or.',
    ),
  kind: TraceKind.optional(),
  state: TraceState.optional(),
  status: z.enum(ANSWER_STATUSES).optional(),
  verdict: z.enum(ANSWER_VERDICTS).optional(),
  model: z.string().max(200).optional(),
  task: Task.optional(),
  app: z.string().max(512).optional().describe('The app, or without one the name of the key.'),
  document_id: DocumentId.optional(),
  from: givenInstant().optional(),
  to: givenInstant().optional(),
  min_cost: z.coerce.number().min(0).optional(),
  stale: z.enum(['true', 'false']).optional(),
  counted_as: CountedAs.optional().describe('Answers that this figure of the metrics counts.'),
});
export type ListTraces = z.infer<typeof ListTraces>;

/** `jsonl`: whole records with their hashes. `csv`: the columns of the list. */
export const ExportFormat = z.enum(['jsonl', 'csv']).meta({ id: 'ExportFormat' });
export type ExportFormat = z.infer<typeof ExportFormat>;
export const ExportTraces = ListTraces.omit({ limit: true, cursor: true }).extend({
  format: ExportFormat.default('jsonl'),
});
export const TracePage = pageOf(TraceSummary);
