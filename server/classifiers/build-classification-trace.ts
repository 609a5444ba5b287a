import type { TraceId } from '../../contract/ids.ts';
import { TRACE_SCHEMA_VERSION, type ClassificationTraceRecord } from '../../contract/trace.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import type { NewTrace } from '../../db/queries/traces.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { sumUsage } from '../answer/sum-usage.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import type { DecidedText } from './decide-labels.ts';
import type { OpenedClassifier } from './open-classifiers.ts';

/** A text and what became of it. */
export interface ClassifiedOutcome {
  readonly id: TraceId;
  readonly decided: DecidedText;
  readonly opened: OpenedClassifier;
  readonly minProbability: number;
  readonly classifyMs: number;
  readonly createdAt: Date;
}

/** The workflow's ticket that a text is. */
export interface TicketOrigin {
  readonly workflow: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Call {
  readonly caller: Caller;
  readonly traceparent: string | null;
  /** Null where no workflow asks. */
  readonly ticket: TicketOrigin | null;
}

const MAX_LISTED = 200;

/** The record with the columns that lists show. */
export function buildClassificationTrace(
  outcome: ClassifiedOutcome,
  call: Call,
  services: Pick<Services, 'configHash' | 'codeVersion'>,
): NewTrace {
  const record = buildRecord(outcome, call, services);
  const { decided, opened, classifyMs, createdAt, id } = outcome;
  const { usage } = record.measures;
  return {
    columns: {
      id,
      kind: 'classification',
      state: 'complete',
      createdAt,
      apiKeyId: call.caller.apiKeyId,
      apiKeyName: call.caller.keyName,
      app: record.identity.caller.app,
      question: record.question.text,
      documentIds: [],
      classification: call.caller.clearance,
      status: statusOf(decided),
      task: 'classification',
      model: decided.model ?? `${opened.name}@${opened.version}`,
      provider: decided.model === null ? 'builtin' : (record.attempts.at(-1)?.provider ?? null),
      citedCount: 0,
      selectedCount: 0,
      candidateCount: 0,
      confidence: decided.probability,
      totalMs: classifyMs + durationOf(record),
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      costUsd: usage.cost_usd,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  };
}

function statusOf({ label, reviewReason }: DecidedText) {
  if (label !== null) return 'answered';
  return reviewReason === null ? 'abstained' : 'needs_review';
}

function durationOf({ attempts }: ClassificationTraceRecord): number {
  return attempts.reduce((sum, { duration_ms: ms }) => sum + ms, 0);
}

function buildRecord(
  { id, decided, opened, minProbability, classifyMs, createdAt }: ClassifiedOutcome,
  { caller, traceparent, ticket }: Call,
  services: Pick<Services, 'configHash' | 'codeVersion'>,
): ClassificationTraceRecord {
  const { text, said, asked, label, decidedBy, model, reason } = decided;
  const attempts = [...(asked?.calls.attempts ?? [])];
  const question = text.slice(0, MAX_LISTED).toWellFormed();
  return {
    identity: {
      schema_version: TRACE_SCHEMA_VERSION,
      id,
      workspace_id: caller.workspaceId,
      kind: 'classification',
      created_at: createdAt.toISOString(),
      caller: {
        api_key_id: caller.apiKeyId,
        api_key_name: caller.keyName,
        app: ticket?.metadata['app'] ?? null,
        end_user_hash: null,
        groups: [...caller.groups],
        clearance: caller.clearance,
      },
      traceparent,
      otel_trace_id: null,
      config_hash: services.configHash,
      code_version: services.codeVersion,
      metadata: { ...ticket?.metadata },
    },
    state: 'complete',
    question: {
      text: question,
      language: detectLanguage(question),
      history: [],
      requested_model: null,
      reask_of: null,
    },
    attempts,
    skipped: [...(asked?.calls.skipped ?? [])],
    prompt: asked?.prompt ?? null,
    classified: {
      text,
      text_sha256: sha256Hex(text),
      classifier: { name: opened.name, version: opened.version, sha256: opened.sha256 },
      min_probability: minProbability,
      said,
      asked: [...(asked?.steps ?? [])],
      decision: { label, decided_by: decidedBy, model, reason },
    },
    measures: { timings_ms: { classify: classifyMs }, usage: sumUsage(attempts) },
  };
}
