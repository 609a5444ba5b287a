import { TraceId } from '../../contract/ids.ts';
import { TRACE_SCHEMA_VERSION, type VerificationTraceRecord } from '../../contract/trace.ts';
import type { VerifyRequest, VerifyResponse } from '../../contract/verify.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { check, type Checked } from './verify-only.ts';

export interface VerifyCall {
  readonly caller: Caller;
  readonly request: VerifyRequest;
  readonly traceparent: string | null;
}

const MAX_LISTED = 200;

/** Checks, and keeps a trace of the check unless the caller wants none: it has all that the check rests on. */
export async function verifyAndStore(
  call: VerifyCall,
  services: Services,
): Promise<VerifyResponse> {
  const checked = await check(call.request, call.caller, services);
  const { subject, verification, claims, citations, isSame, verifyMs } = checked;
  return {
    id: call.request.store ? await store(checked, call, services) : null,
    verification,
    claims,
    citations,
    recorded:
      subject.recorded === null || isSame === null
        ? null
        : { verification: subject.recorded.verification, is_same: isSame },
    timings_ms: { verify: verifyMs },
  };
}

async function store(checked: Checked, call: VerifyCall, services: Services): Promise<TraceId> {
  const id = TraceId.parse(services.newId());
  const createdAt = services.clock();
  const record = buildRecord(checked, { ...call, id, createdAt }, services);
  const { caller } = record.identity;
  const { subject } = checked;
  await saveTrace(inWorkspace(services.database, call.caller.workspaceId), {
    columns: {
      id,
      kind: 'verification',
      state: 'complete',
      createdAt,
      apiKeyId: caller.api_key_id,
      apiKeyName: caller.api_key_name,
      question: record.question.text,
      documentIds: subject.traceId === null ? [] : documentsOf(checked),
      classification: call.caller.clearance,
      verdict: checked.verification.verdict,
      citedCount: 0,
      selectedCount: subject.evidence.length,
      candidateCount: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      totalMs: checked.verifyMs,
    },
    record: canonicalizeRecord(record),
    evidence: [],
  });
  return id;
}

/** Whoever may not read these may not read the check either. */
function documentsOf({ subject }: Checked) {
  return [...new Set(subject.evidence.map((chunk) => chunk.document_id))];
}

function buildRecord(
  checked: Checked,
  {
    caller,
    request,
    traceparent,
    id,
    createdAt,
  }: VerifyCall & {
    readonly id: TraceId;
    readonly createdAt: Date;
  },
  services: Services,
): VerificationTraceRecord {
  const { subject, verification, claims, citations, isSame, verifyMs } = checked;
  const question = subject.question ?? subject.answer.slice(0, MAX_LISTED).toWellFormed();
  return {
    identity: {
      schema_version: TRACE_SCHEMA_VERSION,
      id,
      workspace_id: caller.workspaceId,
      kind: 'verification',
      created_at: createdAt.toISOString(),
      caller: {
        api_key_id: caller.apiKeyId,
        api_key_name: caller.keyName,
        app: null,
        end_user_hash: null,
        groups: [...caller.groups],
        clearance: caller.clearance,
      },
      traceparent,
      otel_trace_id: null,
      config_hash: services.configHash,
      code_version: services.codeVersion,
      metadata: {},
    },
    state: 'complete',
    question: {
      text: question,
      language: detectLanguage(question),
      history: [],
      requested_model: null,
      reask_of: null,
    },
    checked: {
      answer: subject.answer,
      mode: request.mode,
      trace_id: subject.traceId,
      is_same: isSame,
      chunks: [...subject.names.values()].map((chunk) => ({
        id: chunk.id,
        sha256: sha256Hex(chunk.text),
        text: subject.traceId === null ? chunk.text : null,
      })),
    },
    verification: { ...verification, claims, citations },
    measures: { timings_ms: { verify: verifyMs } },
  };
}
