import { TraceId } from '../../contract/ids.ts';
import type { VerificationTraceRecord } from '../../contract/trace.ts';
import type { VerifyRequest, VerifyResponse } from '../../contract/verify.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { columnsOfCall, identifyCall, type TracedCall } from '../tracing/identify-call.ts';
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
  const { caller, traceparent } = call;
  const createdAt = services.clock();
  const traced = { kind: 'verification', id, createdAt, caller, traceparent } as const;
  const record = buildRecord(checked, { ...call, traced }, services);
  const { subject } = checked;
  await saveTrace(inWorkspace(services.database, caller.workspaceId), {
    columns: {
      ...columnsOfCall(traced),
      question: record.question.text,
      documentIds: subject.traceId === null ? [] : documentsOf(checked),
      verdict: checked.verification.verdict,
      selectedCount: subject.evidence.length,
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
  { request, traced }: VerifyCall & { readonly traced: TracedCall<'verification'> },
  services: Services,
): VerificationTraceRecord {
  const { subject, verification, claims, citations, isSame, verifyMs } = checked;
  const question = subject.question ?? subject.answer.slice(0, MAX_LISTED).toWellFormed();
  return {
    identity: identifyCall(traced, services),
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
