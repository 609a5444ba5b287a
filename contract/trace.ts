import { z } from 'zod';
import { AnswerStatus, AnswerTimings, Usage } from './answer.ts';
import { Classification } from './classification.ts';
import { ClassifiedTrace } from './classified-trace.ts';
import { ExtractionTrace } from './extraction-trace.ts';
import { DraftDecision, DraftDecisionKind } from './consequence.ts';
import { ApiKeyId, ChunkId, DocumentId, TraceId, WorkspaceId } from './ids.ts';
import { Message } from './retrieval.ts';
import { RetrievalTrace } from './retrieval-trace.ts';
import { FallbackKind, ModelCalls, RouteSummary, RoutingReceipt } from './routing.ts';
import { SummaryTrace } from './summary.ts';
import { Citation, Claim, Verification } from './verification.ts';
import { CheckedCitation, CheckedClaim, VerifyMode } from './verify.ts';
import { TicketTrace } from './workflow-step.ts';

export const TRACE_KINDS = [
  'answer',
  'retrieval',
  'verification',
  'classification',
  'extraction',
  'summary',
  'workflow_step',
  'replay',
  'evaluation',
] as const;
export const TraceKind = z.enum(TRACE_KINDS).meta({ id: 'TraceKind' });
export type TraceKind = z.infer<typeof TraceKind>;

/** `interrupted`: the process died, or the client left, before the answer was complete. */
export const TRACE_STATES = ['pending', 'complete', 'interrupted'] as const;
export const TraceState = z.enum(TRACE_STATES).meta({ id: 'TraceState' });
export type TraceState = z.infer<typeof TraceState>;

export const TRACE_SCHEMA_VERSION = 1;

export const TraceIdentity = z.object({
  schema_version: z.int().min(1),
  id: TraceId,
  workspace_id: WorkspaceId,
  kind: TraceKind,
  created_at: z.iso.datetime(),
  caller: z.object({
    api_key_id: ApiKeyId,
    api_key_name: z.string(),
    app: z.string().nullable(),
    end_user_hash: z.string().nullable(),
    groups: z.array(z.string()),
    clearance: Classification,
  }),
  traceparent: z.string().nullable(),
  otel_trace_id: z.string().nullable(),
  config_hash: z.string(),
  code_version: z.string(),
  metadata: z.record(z.string(), z.string()),
});
export type TraceIdentity = z.infer<typeof TraceIdentity>;

export const TraceQuestion = z.object({
  text: z.string(),
  language: z
    .string()
    .nullable()
    .optional()
    .describe(
      'ISO 639-1, as far as its words and letters tell; null when unsure, absent in older records.',
    ),
  history: z.array(Message),
  requested_model: z.string().nullable(),
  reask_of: TraceId.nullable()
    .optional()
    .describe('The stale answer that this one was asked anew for; absent in older records.'),
  replay_of: TraceId.nullable()
    .optional()
    .describe('The answer whose question an auditor asked once more; absent in older records.'),
});

/** A chunk that entered the prompt; its text is immutable and found by its id and hash. */
export const EvidenceReference = z.object({
  marker: z.int().min(1),
  chunk_id: ChunkId,
  content_hash: z.string(),
  document_id: DocumentId,
  document_version: z.int().min(1),
  source: z.string(),
  title: z.string(),
  heading_path: z.array(z.string()),
  page: z.int().min(1).nullable(),
  char_start: z.int().min(0),
  char_end: z.int().min(0),
  classification: Classification,
});
export type EvidenceReference = z.infer<typeof EvidenceReference>;

const PromptMessage = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string(),
});

export const PromptTrace = z.object({
  template: z.string(),
  version: z.string(),
  template_sha256: z.string(),
  messages: z.array(PromptMessage),
  repair: z
    .array(PromptMessage)
    .optional()
    .describe('What followed these messages in a call that asked to repair a draft.'),
  token_count: z.int().min(0),
  cut: z.array(z.string()).describe('What was left out for the budget, in words.'),
});
export type PromptTrace = z.infer<typeof PromptTrace>;

export const TraceOutcome = z.object({
  status: AnswerStatus,
  reason: z.string(),
  fallback: z.object({ kind: FallbackKind, reason: z.string() }).nullable(),
  decisions: z
    .array(DraftDecision)
    .optional()
    .describe("What was decided on each model's draft, in order; absent in older records."),
});
export type TraceOutcome = z.infer<typeof TraceOutcome>;

/** What the answer looked like at each step before it was returned, and why it did not stay so. */
export const Draft = z.object({
  text: z.string(),
  model: z.string(),
  withheld_because: z.string(),
  decision: DraftDecisionKind.optional().describe('Absent in older records.'),
  checked: z
    .object({
      citations: z.array(Citation),
      claims: z.array(Claim),
      verification: Verification,
    })
    .optional()
    .describe('How it was checked; in older records only of a draft that was held for a person.'),
});

export type Draft = z.infer<typeof Draft>;

/** The immutable record of one answer or summary. Its canonical bytes (RFC 8785) are what is stored and hashed. */
export const AnswerTraceRecord = z
  .object({
    identity: TraceIdentity.extend({
      kind: z.enum(['answer', 'summary', 'replay', 'evaluation']),
    }),
    state: z.literal('complete'),
    question: TraceQuestion,
    routing: RoutingReceipt,
    route: RouteSummary,
    ...ModelCalls.shape,
    retrieval: RetrievalTrace,
    summary: SummaryTrace.optional().describe('Of a summary only.'),
    evidence: z.array(EvidenceReference),
    prompt: PromptTrace,
    answer: z.object({
      text: z.string(),
      finish_reason: z.string().nullable(),
      citations: z.array(Citation),
      drafts: z.array(Draft),
    }),
    verification: Verification.extend({ claims: z.array(Claim) }),
    outcome: TraceOutcome,
    measures: z.object({
      timings_ms: AnswerTimings.omit({ store: true, total: true }),
      usage: Usage,
    }),
  })
  .meta({ id: 'AnswerTraceRecord' });
export type AnswerTraceRecord = z.infer<typeof AnswerTraceRecord>;

export const RetrievalTraceRecord = z
  .object({
    identity: TraceIdentity.extend({ kind: z.literal('retrieval') }),
    state: z.literal('complete'),
    question: TraceQuestion,
    retrieval: RetrievalTrace,
    measures: z.object({ timings_ms: z.object({ retrieve: z.number().min(0) }) }),
  })
  .meta({ id: 'RetrievalTraceRecord' });
export type RetrievalTraceRecord = z.infer<typeof RetrievalTraceRecord>;

/** A check of a text, or of a stored answer once more, with all that it rests on. */
export const VerificationTraceRecord = z
  .object({
    identity: TraceIdentity.extend({ kind: z.literal('verification') }),
    state: z.literal('complete'),
    question: TraceQuestion.describe(
      'Of the answer; or the beginning of the text that was checked.',
    ),
    checked: z.object({
      answer: z.string(),
      mode: VerifyMode,
      trace_id: TraceId.nullable().describe('The trace whose answer it is; null for a text.'),
      is_same: z
        .boolean()
        .nullable()
        .describe('Whether every claim has the verdict that the trace has; null for a text.'),
      chunks: z.array(
        z.object({
          id: z.string(),
          sha256: z.string(),
          text: z.string().nullable().describe('Null where the chunk is that of a document.'),
        }),
      ),
    }),
    ...ModelCalls.partial().shape,
    verification: Verification.extend({
      claims: z.array(CheckedClaim),
      citations: z.array(CheckedCitation),
    }),
    measures: z.object({ timings_ms: z.object({ verify: z.number().min(0) }) }),
  })
  .meta({ id: 'VerificationTraceRecord' });
export type VerificationTraceRecord = z.infer<typeof VerificationTraceRecord>;

/** What became of a ticket of a workflow, and why: each step that made a call names the trace of that call. */
export const WorkflowTraceRecord = z
  .object({
    identity: TraceIdentity.extend({ kind: z.literal('workflow_step') }),
    state: z.literal('complete'),
    question: TraceQuestion.describe('The ticket.'),
    workflow: TicketTrace,
    measures: z.object({ timings_ms: z.object({ total: z.number().min(0) }), usage: Usage }),
  })
  .meta({ id: 'WorkflowTraceRecord' });
export type WorkflowTraceRecord = z.infer<typeof WorkflowTraceRecord>;

/** A text that was labelled, with all that decided. */
export const ClassificationTraceRecord = z
  .object({
    identity: TraceIdentity.extend({ kind: z.literal('classification') }),
    state: z.literal('complete'),
    question: TraceQuestion.describe('The beginning of the text.'),
    ...ModelCalls.shape,
    prompt: PromptTrace.nullable().describe('What models were sent; null where nothing was.'),
    classified: ClassifiedTrace,
    measures: z.object({ timings_ms: z.object({ classify: z.number().min(0) }), usage: Usage }),
  })
  .meta({ id: 'ClassificationTraceRecord' });
export type ClassificationTraceRecord = z.infer<typeof ClassificationTraceRecord>;

/** Values that were read out of texts, with all that decided. */
export const ExtractionTraceRecord = z
  .object({
    identity: TraceIdentity.extend({ kind: z.literal('extraction') }),
    state: z.literal('complete'),
    question: TraceQuestion,
    ...ModelCalls.shape,
    prompt: PromptTrace.nullable().describe('What models were sent; null where none was asked.'),
    extraction: ExtractionTrace,
    measures: z.object({ timings_ms: z.object({ extract: z.number().min(0) }), usage: Usage }),
  })
  .meta({ id: 'ExtractionTraceRecord' });
export type ExtractionTraceRecord = z.infer<typeof ExtractionTraceRecord>;

/** A stream that has begun, or one that never ended. */
export const UnfinishedTraceRecord = z
  .object({
    identity: TraceIdentity,
    state: z.enum(['pending', 'interrupted']),
    question: TraceQuestion,
    attempts: ModelCalls.shape.attempts
      .optional()
      .describe('The models that were called before it broke off; absent where nobody knows.'),
    prompt: PromptTrace.optional().describe('What those models were sent.'),
  })
  .meta({ id: 'UnfinishedTraceRecord' });
export type UnfinishedTraceRecord = z.infer<typeof UnfinishedTraceRecord>;

export const TraceRecord = z
  .union([
    AnswerTraceRecord,
    RetrievalTraceRecord,
    VerificationTraceRecord,
    WorkflowTraceRecord,
    ClassificationTraceRecord,
    ExtractionTraceRecord,
    UnfinishedTraceRecord,
  ])
  .meta({ id: 'TraceRecord' });
export type TraceRecord = z.infer<typeof TraceRecord>;

/**
 * `sha256` is the hash of the stored canonical bytes: the record without this part, as RFC 8785 writes
 * it. `intact` says whether the bytes that are stored now still have it. What became of the answer later
 * is here too, because everything else is hashed.
 */
export const TraceIntegrity = z
  .object({
    sha256: z.string(),
    canonicalization: z.literal('RFC 8785'),
    intact: z.boolean(),
    stale: z
      .boolean()
      .default(false)
      .describe('Something that the answer cites has changed since.'),
    reasked_as: TraceId.nullable()
      .default(null)
      .describe('The newest answer to the same question, asked anew because it was stale.'),
  })
  .meta({ id: 'TraceIntegrity' });
export type TraceIntegrity = z.infer<typeof TraceIntegrity>;

const integrity = { integrity: TraceIntegrity };

export const TraceResponse = z
  .union([
    AnswerTraceRecord.extend(integrity),
    RetrievalTraceRecord.extend(integrity),
    VerificationTraceRecord.extend(integrity),
    WorkflowTraceRecord.extend(integrity),
    ClassificationTraceRecord.extend(integrity),
    ExtractionTraceRecord.extend(integrity),
    UnfinishedTraceRecord.extend(integrity),
  ])
  .meta({ id: 'Trace' });
export type TraceResponse = z.infer<typeof TraceResponse>;
