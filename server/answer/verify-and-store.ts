import { TraceId } from '../../contract/ids.ts';
import type { VerificationTraceRecord } from '../../contract/trace.ts';
import type { VerifyRequest, VerifyResponse } from '../../contract/verify.ts';
import { detectLanguage } from '../../core/text/detect-language.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { columnsOfCall, identifyCall, type TracedCall } from '../tracing/identify-call.ts';
import type { CheckSubject } from './check-subject.ts';
import { sumUsage } from './sum-usage.ts';
import type { CheckCall } from './verify-checked.ts';
import { check, type Checked } from './verify-only.ts';

export interface VerifyCall extends CheckCall {
  readonly request: VerifyRequest;
  readonly traceparent: string | null;
}

interface Storing {
  readonly services: Services;
  readonly transaction: WorkspaceDatabase;
}

const MAX_LISTED = 200;

/** Checks, and keeps a trace of the check unless the caller wants none: it has all that the check rests on. */
export async function verifyAndStore(
  call: VerifyCall,
  services: Services,
): Promise<VerifyResponse> {
  const checked = await check(call, services);
  const transaction = inWorkspace(services.database, call.caller.workspaceId);
  const { subject, verification, claims, citations, isSame, verifyMs } = checked;
  return {
    id: call.request.store ? await storeCheck(checked, call, { services, transaction }) : null,
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

/** Keeps a trace of a check, in a transaction that may hold more. */
export async function storeCheck(
  checked: Checked,
  call: VerifyCall,
  { services, transaction }: Storing,
): Promise<TraceId> {
  const id = TraceId.parse(services.newId());
  const { caller, traceparent } = call;
  const createdAt = services.clock();
  const traced = { kind: 'verification', id, createdAt, caller, traceparent } as const;
  const record = buildRecord(checked, { ...call, traced }, services);
  const { subject, calls } = checked;
  const usage = sumUsage(calls?.attempts ?? []);
  await saveTrace(transaction, {
    columns: {
      ...columnsOfCall(traced),
      question: record.question.text,
      documentIds: subject.traceId === null ? [] : documentsOf(checked),
      verdict: checked.verification.verdict,
      selectedCount: subject.evidence.length,
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      costUsd: usage.cost_usd,
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
  return {
    identity: identifyCall(traced, services),
    state: 'complete',
    question: describeQuestion(subject),
    checked: {
      answer: subject.answer,
      mode: request.mode,
      trace_id: subject.traceId,
      is_same: isSame,
      chunks: describeChunks(subject),
    },
    ...(checked.calls === null
      ? {}
      : { attempts: [...checked.calls.attempts], skipped: [...checked.calls.skipped] }),
    verification: { ...verification, claims, citations },
    measures: { timings_ms: { verify: verifyMs } },
  };
}

function describeQuestion({ question, answer }: CheckSubject): VerificationTraceRecord['question'] {
  const text = question ?? answer.slice(0, MAX_LISTED).toWellFormed();
  return {
    text,
    language: detectLanguage(text),
    history: [],
    requested_model: null,
    reask_of: null,
  };
}

/** The text of a chunk that is a document's stands there. */
function describeChunks({ names, traceId }: CheckSubject) {
  return [...names.values()].map(({ id, text }) => ({
    id,
    sha256: sha256Hex(text),
    text: traceId === null ? text : null,
  }));
}
