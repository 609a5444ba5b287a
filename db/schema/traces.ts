import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import { TRACE_KINDS, TRACE_STATES } from '../../contract/trace.ts';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type {
  ApiKeyId,
  ChunkId,
  DocumentId,
  IngestRunId,
  TraceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { documents } from './documents.ts';
import { apiKeys } from './api-keys.ts';

/** The columns that lists filter and show: derived from the record, which is in `trace_records`. */
export const traces = pgTable(
  'traces',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<TraceId>().notNull(),
    kind: text().$type<TraceSummary['kind']>().notNull(),
    state: text().$type<TraceSummary['state']>().notNull(),
    createdAt: instant('created_at').notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    apiKeyName: text('api_key_name').notNull(),
    app: text(),
    otelTraceId: text('otel_trace_id'),
    question: text().notNull(),
    /** Every document that the ledger names, selected or not: whoever may not read one sees no trace. */
    documentIds: uuid('document_ids').array().$type<DocumentId[]>().notNull(),
    classification: text().$type<Classification>().notNull(),
    status: text().$type<NonNullable<TraceSummary['status']>>(),
    verdict: text().$type<NonNullable<TraceSummary['verdict']>>(),
    task: text().$type<NonNullable<TraceSummary['task']>>(),
    /** What the caller asked for: `auto`, or a model's name. Null in older rows, and where none is asked for. */
    requestedModel: text('requested_model'),
    model: text(),
    provider: text(),
    fallback: text().$type<NonNullable<TraceSummary['fallback']>>(),
    citedCount: integer('cited_count').notNull(),
    selectedCount: integer('selected_count').notNull(),
    candidateCount: integer('candidate_count').notNull(),
    confidence: doublePrecision(),
    totalMs: doublePrecision('total_ms'),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    costUsd: doublePrecision('cost_usd').notNull(),
    /** Of an answer, for figures over many of them. Null in older rows, and where there is no answer. */
    claimCount: integer('claim_count'),
    unsupportedClaimCount: integer('unsupported_claim_count'),
    escalationCount: integer('escalation_count'),
    /** What the largest eligible model would have cost. */
    largestModelCostUsd: doublePrecision('largest_model_cost_usd'),
    workflow: text(),
    /** What drift is measured by; null in older rows. */
    oodScore: doublePrecision('ood_score'),
    topScore: doublePrecision('top_score'),
    answerChars: integer('answer_chars'),
    isRefusal: boolean('is_refusal'),
    configHash: text('config_hash'),
    codeVersion: text('code_version'),
    promptVersion: text('prompt_version'),
    /** As the provider says of the answer that was taken; null where none does. */
    servedModel: text('served_model'),
    fingerprint: text(),
    /** Asked of the documents as they stood then: what changes later does not make it stale. */
    asOf: instant('as_of'),
    /** The stale answer that this one was asked anew for. */
    reaskOf: uuid('reask_of').$type<TraceId>(),
    /** The answer whose question an auditor asked once more. */
    replayOf: uuid('replay_of').$type<TraceId>(),
    /** While pending: after this moment, nobody is working on it any more. */
    pendingUntil: instant('pending_until'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // Lists with a filter that few rows meet: of a million, the newest hundred take 20 ms instead of 1,100. What
    // most rows are is served by the primary key, and needs no place here.
    index('traces_app').on(table.workspaceId, sql`coalesce(app, api_key_name)`, table.id),
    index('traces_model').on(table.workspaceId, table.model, table.id),
    index('traces_status')
      .on(table.workspaceId, table.status, table.id)
      .where(sql`status <> 'answered'`),
    index('traces_verdict')
      .on(table.workspaceId, table.verdict, table.id)
      .where(sql`verdict <> 'verified'`),
    index('traces_kind')
      .on(table.workspaceId, table.kind, table.id)
      .where(sql`kind <> 'answer'`),
    // Interrupted streams are looked for among the few that are pending.
    index('traces_pending').on(table.pendingUntil),
    // "Which answer was this one asked anew as?"
    index('traces_reask_of')
      .on(table.workspaceId, table.reaskOf)
      .where(sql`reask_of is not null`),
    // "How has this one been replayed?"
    index('traces_replay_of')
      .on(table.workspaceId, table.replayOf)
      .where(sql`replay_of is not null`),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('traces_kind', oneOf(table.kind, TRACE_KINDS)),
    check('traces_state', oneOf(table.state, TRACE_STATES)),
    check('traces_classification', oneOf(table.classification, CLASSIFICATIONS)),
  ],
);

/** The exact canonical bytes (RFC 8785) of a record and their SHA-256. Written once. */
export const traceRecords = pgTable(
  'trace_records',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    state: text().$type<TraceSummary['state']>().notNull(),
    canonical: bytea().notNull(),
    sha256: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.traceId, table.state] }),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
  ],
);

/** Which chunks entered an answer's prompt, and which of them the answer cites. */
export const traceEvidence = pgTable(
  'trace_evidence',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    chunkId: uuid('chunk_id').$type<ChunkId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    documentVersion: integer('document_version').notNull(),
    isCited: boolean('is_cited').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.traceId, table.chunkId] }),
    // "Which answers rest on this document?"
    index('trace_evidence_document').on(table.workspaceId, table.documentId, table.traceId),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
  ],
);

/**
 * A chunk that a past answer cites and that does not stand any more as it was cited. Not part of the
 * record, which never changes; cleared when the chunk serves again. Null `to_version`: the document is retired.
 */
export const staleCitations = pgTable(
  'stale_citations',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    chunkId: uuid('chunk_id').$type<ChunkId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    /** The version that the answer cites, and the one that changed it. */
    fromVersion: integer('from_version').notNull(),
    toVersion: integer('to_version'),
    /** The run that changed it; null when somebody retired or restored it by hand. */
    runId: uuid('run_id').$type<IngestRunId>(),
    markedAt: instant('marked_at').notNull().defaultNow(),
    clearedAt: instant('cleared_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.traceId, table.chunkId] }),
    index('stale_citations_document').on(table.workspaceId, table.documentId, table.traceId),
    index('stale_citations_run').on(table.workspaceId, table.runId, table.traceId),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
  ],
);
