import { z } from 'zod';
import { DocumentId, IngestRunId, ReviewId, TraceId, WorkspaceId } from './ids.ts';
import { IngestRunKind, IngestRunStatus } from './ingest-run.ts';

export const WEBHOOK_EVENTS = [
  'ingest_run.finished',
  'answers.stale',
  'document.held',
  'review.opened',
  'review.decided',
  'canary.changed',
  'alert.opened',
  'alert.closed',
] as const;
export const WebhookEventName = z.enum(WEBHOOK_EVENTS).meta({ id: 'WebhookEventName' });
export type WebhookEventName = z.infer<typeof WebhookEventName>;

const count = () => z.int().min(0);

const alertPayload = z.object({
  alert_id: z.uuid(),
  name: z.string(),
  value: z.number().nullable().describe('Null when it closed without figures.'),
  detail: z.string(),
});

/** What is told: ids and counts only. Who wants to read more asks the API, which checks what it may read. */
export const WebhookEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('ingest_run.finished'),
    payload: z.object({
      run_id: IngestRunId,
      kind: IngestRunKind,
      status: IngestRunStatus,
      documents: z.object({
        total: count(),
        done: count(),
        failed: count(),
        unchanged: count(),
        held: count(),
        cancelled: count(),
      }),
      stale_answers: count(),
    }),
  }),
  z.object({
    event: z.literal('answers.stale'),
    payload: z.object({
      run_id: IngestRunId.nullable().describe('Null when somebody retired or restored by hand.'),
      count: count().describe('Answers that cite what was changed or retired.'),
      document_ids: z.array(DocumentId).describe('The documents that changed, at most 100.'),
    }),
  }),
  z.object({
    event: z.literal('document.held'),
    payload: z.object({
      document_id: DocumentId,
      version: z.int().min(1),
      run_id: IngestRunId.nullable(),
      findings: count(),
    }),
  }),
  z.object({
    event: z.literal('review.opened'),
    payload: z.object({ review_id: ReviewId, trace_id: TraceId }),
  }),
  z.object({
    event: z.literal('review.decided'),
    payload: z.object({
      review_id: ReviewId,
      trace_id: TraceId,
      decision: z.enum(['approve', 'correct', 'reject']),
    }),
  }),
  z.object({
    event: z.literal('canary.changed'),
    payload: z.object({
      round_id: z.uuid(),
      model: z.string(),
      verdict: z.enum(['version_changed', 'answers_changed']),
      changed: count().nullable().describe('Questions whose answer the baseline never gave.'),
      questions: count(),
    }),
  }),
  z.object({ event: z.literal('alert.opened'), payload: alertPayload }),
  z.object({ event: z.literal('alert.closed'), payload: alertPayload }),
]);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** The body of a delivery. `id` stays the same when it is tried again. */
export const WebhookDelivery = z.object({
  id: z.uuid(),
  event: WebhookEventName,
  created_at: z.iso.datetime(),
  workspace_id: WorkspaceId,
  payload: z.record(z.string(), z.unknown()),
  url: z.string().nullable().describe('Where to see it; null without a configured public_url.'),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
