import { createHash } from 'node:crypto';
import {
  TRACE_SCHEMA_VERSION,
  type AnswerTraceRecord,
  type RetrievalTraceRecord,
  type TraceIdentity,
  type TraceKind,
  type UnfinishedTraceRecord,
} from '../../contract/trace.ts';
import { isStandIn } from './stand-in-ids.ts';
import type { DocumentId, TraceId } from '../../contract/ids.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import type { TraceColumns, TraceEvidenceRow } from '../../db/queries/traces.ts';
import { highestClassification } from '../../contract/classification.ts';
import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import type {
  AnswerOutcome,
  EvidenceWithText,
  Question,
  SentEvidence,
  VerificationOutcome,
} from './answer-outcome.ts';
import type { KnownOfInterrupted } from '../tracing/interrupt-abandoned.ts';
import { driftColumns } from './drift-columns.ts';
import { sumUsage } from './sum-usage.ts';
import { summarizeRoute } from './summarize-route.ts';

export interface TraceContext {
  readonly configHash: string;
  readonly codeVersion: string;
}

/** A record and what is kept beside it for lists: derived here, from the same outcome, at once. */
export interface BuiltTrace<Record> {
  readonly record: Record;
  readonly columns: TraceColumns;
  readonly evidence: readonly TraceEvidenceRow[];
}

/** The trace of an answer, from the outcomes of its steps. Pure: it decides nothing. */
export function buildAnswerTrace(
  outcome: AnswerOutcome,
  context: TraceContext,
): BuiltTrace<AnswerTraceRecord> {
  const { question, retrieval, generation, verified } = outcome;
  const kind = kindOf(outcome);
  const route = summarizeRoute(outcome.signals, outcome.route, generation);
  const record: AnswerTraceRecord = {
    identity: {
      ...identify(question, kind, context),
      kind,
      otel_trace_id: outcome.otelTraceId,
    },
    state: 'complete',
    question: describeQuestion(question, question.request.model),
    routing: outcome.route.receipt,
    route,
    attempts: [...generation.attempts],
    skipped: [...generation.skipped],
    retrieval: retrieval.trace,
    ...(outcome.summary === null ? {} : { summary: outcome.summary }),
    evidence: outcome.evidence.map(withoutText),
    prompt: generation.prompt,
    answer: {
      text: generation.text,
      finish_reason: generation.finishReason,
      citations: [...verified.citations],
      drafts: outcome.drafts.map((draft) => ({
        text: draft.text,
        model: draft.model,
        withheld_because: draft.withheldBecause,
        decision: draft.decision,
        checked: describeCheck(draft.verified),
      })),
    },
    verification: { ...verified.verification, claims: [...verified.claims] },
    outcome: {
      status: outcome.status,
      reason: generation.reason,
      fallback: generation.fallback,
      decisions: [...outcome.decisions],
    },
    measures: { timings_ms: outcome.timings, usage: sumUsage(generation.attempts) },
  };
  const evidence = describeEvidence(outcome);
  const citedCount = evidence.filter((row) => row.isCited).length;
  return { record, evidence, columns: { ...answerColumns(outcome, record), citedCount } };
}

export function buildRetrievalTrace(
  asked: {
    readonly question: Question;
    readonly retrieval: RetrievalOutcome;
    readonly otelTraceId: string | null;
  },
  context: TraceContext,
): BuiltTrace<RetrievalTraceRecord> {
  const { question, retrieval } = asked;
  const record: RetrievalTraceRecord = {
    identity: {
      ...identify(question, 'retrieval', context),
      kind: 'retrieval',
      otel_trace_id: asked.otelTraceId,
    },
    state: 'complete',
    question: describeQuestion(question, null),
    retrieval: retrieval.trace,
    measures: { timings_ms: { retrieve: retrieval.durationMs } },
  };
  return {
    record,
    evidence: retrieval.selected.map((chunk) => ({
      chunkId: chunk.chunk_id,
      documentId: chunk.document_id,
      documentVersion: chunk.document_version,
      isCited: false,
    })),
    columns: {
      ...commonColumns(question, record.identity),
      kind: 'retrieval',
      state: 'complete',
      classification: highestClassification(
        retrieval.selected.map((chunk) => chunk.classification),
      ),
      selectedCount: retrieval.selected.length,
      documentIds: namedDocuments(retrieval),
      candidateCount: retrieval.candidates.length,
      confidence: retrieval.trace.confidence,
    },
  };
}

/** What is committed before a stream's first event, and of any answer that breaks off. */
export function buildPendingTrace(
  asked: { readonly question: Question; readonly pendingUntil: Date },
  context: TraceContext,
): BuiltTrace<UnfinishedTraceRecord> {
  const { question, pendingUntil } = asked;
  const kind = kindOfQuestion(question);
  const record: UnfinishedTraceRecord = {
    identity: identify(question, kind, context),
    state: 'pending',
    question: describeQuestion(question, question.request.model),
  };
  return {
    record,
    evidence: [],
    columns: {
      ...commonColumns(question, record.identity),
      kind,
      state: 'pending',
      pendingUntil,
    },
  };
}

/** What an answer that broke off leaves: what models were sent, and whose documents were in it. */
export function describeSent({
  prompt,
  attempts,
  evidence,
  dataCeiling,
}: SentEvidence): KnownOfInterrupted {
  const usage = sumUsage(attempts);
  return {
    record: { prompt, attempts: [...attempts] },
    columns: {
      documentIds: [...new Set(evidence.map((chunk) => chunk.document_id))],
      classification: dataCeiling,
      selectedCount: evidence.length,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      costUsd: usage.cost_usd,
    },
  };
}

function kindOf({ question, summary }: AnswerOutcome): AnswerTraceRecord['identity']['kind'] {
  return summary === null ? kindOfQuestion(question) : 'summary';
}

/** A question that is asked anew because its answer had become stale has an answer like any other. */
function kindOfQuestion({ origin }: Question): AnswerTraceRecord['identity']['kind'] {
  return origin === null || origin.kind === 'reask' ? 'answer' : origin.kind;
}

function describeCheck({ citations, claims, verification }: VerificationOutcome) {
  return { citations: [...citations], claims: [...claims], verification };
}

function describeEvidence({ evidence, verified }: AnswerOutcome): readonly TraceEvidenceRow[] {
  const citedChunks = new Set(verified.citations.map((citation) => citation.chunk_id));
  return evidence.filter(isStored).map((chunk) => ({
    chunkId: chunk.chunk_id,
    documentId: chunk.document_id,
    documentVersion: chunk.document_version,
    isCited: citedChunks.has(chunk.chunk_id),
  }));
}

function answerColumns(outcome: AnswerOutcome, record: AnswerTraceRecord): TraceColumns {
  const { route, measures } = record;
  const claims = record.verification.claims.filter((claim) => claim.verdict !== 'not_a_claim');
  return {
    ...commonColumns(outcome.question, record.identity),
    kind: record.identity.kind,
    state: 'complete',
    classification: outcome.route.receipt.data_ceiling,
    status: outcome.status,
    verdict: outcome.verified.verification.verdict,
    task: route.task,
    requestedModel: record.question.requested_model,
    model: route.model,
    provider: route.provider,
    fallback: route.fallback?.kind ?? null,
    selectedCount: outcome.evidence.length,
    documentIds: namedDocuments(outcome.retrieval),
    candidateCount: outcome.retrieval.candidates.length,
    confidence: outcome.retrieval.trace.confidence,
    inputTokens: measures.usage.input_tokens,
    outputTokens: measures.usage.output_tokens,
    costUsd: measures.usage.cost_usd,
    claimCount: claims.length,
    unsupportedClaimCount: record.verification.unsupported_claims,
    escalationCount: route.escalations.length,
    largestModelCostUsd: record.routing.largest_model_cost_usd,
    workflow: record.identity.metadata['workflow'] ?? null,
    ...driftColumns(record),
  };
}

function isStored({ chunk_id: id }: { readonly chunk_id: string }): boolean {
  return !isStandIn(id);
}

function namedDocuments(retrieval: RetrievalOutcome): DocumentId[] {
  const stored = retrieval.candidates.filter(isStored);
  return [...new Set(stored.map((candidate) => candidate.document_id))];
}

function identify(question: Question, kind: TraceKind, context: TraceContext): TraceIdentity {
  const { caller, request } = question;
  const endUser = request.end_user?.id;
  return {
    schema_version: TRACE_SCHEMA_VERSION,
    id: question.traceId,
    workspace_id: caller.workspaceId,
    kind,
    created_at: question.askedAt.toISOString(),
    caller: {
      api_key_id: caller.apiKeyId,
      api_key_name: caller.keyName,
      app: request.metadata['app'] ?? null,
      end_user_hash: endUser === undefined ? null : hashEndUser(caller.workspaceId, endUser),
      groups: [...question.reader.groups],
      clearance: question.reader.clearance,
    },
    traceparent: question.traceparent,
    otel_trace_id: null,
    config_hash: context.configHash,
    code_version: context.codeVersion,
    metadata: request.metadata,
  };
}

function describeQuestion(
  { request, origin }: Question,
  requestedModel: string | null,
): AnswerTraceRecord['question'] {
  return {
    text: request.question,
    language: detectLanguage(request.question),
    history: request.messages,
    requested_model: requestedModel,
    reask_of: linkOf(origin, 'reask'),
    replay_of: linkOf(origin, 'replay'),
  };
}

function commonColumns(question: Question, identity: TraceIdentity) {
  return {
    id: question.traceId,
    createdAt: question.askedAt,
    apiKeyId: identity.caller.api_key_id,
    apiKeyName: identity.caller.api_key_name,
    app: identity.caller.app,
    otelTraceId: identity.otel_trace_id,
    question: question.request.question,
    requestedModel: null,
    asOf: question.asOf,
    reaskOf: linkOf(question.origin, 'reask'),
    replayOf: linkOf(question.origin, 'replay'),
    documentIds: [],
    classification: 'public',
    citedCount: 0,
    selectedCount: 0,
    candidateCount: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
  } satisfies Partial<TraceColumns>;
}

function linkOf(origin: Question['origin'], kind: 'reask' | 'replay'): TraceId | null {
  return origin?.kind === kind ? origin.traceId : null;
}

function withoutText({ text: _text, tokenCount: _tokenCount, ...reference }: EvidenceWithText) {
  return reference;
}

/** One person has one hash in a workspace, and another in the next. */
function hashEndUser(workspaceId: string, endUser: string): string {
  return createHash('sha256').update(`${workspaceId}\n${endUser}`).digest('hex');
}
