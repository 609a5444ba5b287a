import type { Classification } from '../../contract/classification.ts';
import { ChunkId, DocumentId, type TraceId } from '../../contract/ids.ts';
import type { CheckedCitation, CheckedClaim, VerifyRequest } from '../../contract/verify.ts';
import type { Citation, Claim, Verification } from '../../contract/verification.ts';
import { findFrozenChunks } from '../../db/queries/trace-chunks.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { standInId } from './stand-in-ids.ts';
import { readerFor, traceReaderFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';
import type { CheckSubject } from './check-subject.ts';
import { verifyChecked, type CheckCall, type CheckedSubject } from './verify-checked.ts';

export interface Checked {
  readonly subject: CheckSubject;
  readonly verification: Verification;
  readonly claims: CheckedClaim[];
  readonly citations: CheckedCitation[];
  readonly isSame: boolean | null;
  /** Of a judge; null where none was asked. */
  readonly calls: CheckedSubject['calls'];
  readonly verifyMs: number;
}

/** Checks a text, or a stored answer once more, with the verifier of now. Decides nothing about any answer. */
export async function check(
  call: CheckCall & { readonly request: VerifyRequest },
  services: Services,
): Promise<Checked> {
  const { request, caller } = call;
  const subject =
    request.trace_id === undefined
      ? readText(request)
      : await readTrace(request.trace_id, caller, services);
  const startedAt = services.now();
  const { verified, calls } = await verifyChecked(subject, call, services);
  const { claims, citations, verification } = verified;
  const verifyMs = services.now() - startedAt;
  return {
    subject,
    verification,
    claims: claims.map((claim) => nameClaim(claim, subject)),
    citations: citations.map((citation) => nameCitation(citation, subject)),
    isSame: subject.recorded === null ? null : haveSameVerdicts(claims, subject.recorded.claims),
    calls,
    verifyMs,
  };
}

function readText({ question, answer = '', chunks = [] }: VerifyRequest): CheckSubject {
  const named = chunks.map((chunk, index) => ({ ...chunk, key: standInId(index), index }));
  return {
    question: question ?? null,
    answer,
    traceId: null,
    ceiling: UNKNOWN_CLASS,
    writer: null,
    recorded: null,
    names: new Map(named.map(({ key, id, text }) => [key, { id, text, offset: 0 }])),
    evidence: named.map(({ key, text, index }) => ({
      marker: index + 1,
      chunk_id: ChunkId.parse(key),
      content_hash: sha256Hex(text),
      document_id: DocumentId.parse(key),
      document_version: 1,
      source: '',
      title: '',
      heading_path: [],
      page: null,
      char_start: 0,
      char_end: text.length,
      classification: UNKNOWN_CLASS,
      text,
    })),
  };
}

/** Nobody has said how sensitive a text is that only passes through. */
const UNKNOWN_CLASS: Classification = 'restricted';

/** Whoever may audit checks what it may read; whoever may ask, what it asked itself. */
async function readTrace(id: TraceId, caller: Caller, services: Services): Promise<CheckSubject> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const by = hasScope(caller, 'audit')
    ? traceReaderFor(caller)
    : { ...traceReaderFor(caller), onlyApiKeyId: caller.apiKeyId };
  const stored = await findTraceRecord(database, { id, by });
  if (stored === null) throw new AppError('not_found', 'There is no such trace.');
  const trace = readAnswerRecord(stored);
  if (trace === null) throw new AppError('conflict', 'The trace has no answer to check.');
  const { question, answer, evidence, verification, outcome } = trace;
  const chunks = await findFrozenChunks(database, {
    ids: evidence.map((chunk) => chunk.chunk_id),
    reader: readerFor(caller),
    isAdmin: hasScope(caller, 'admin'),
  });
  const texts = new Map(chunks.map((chunk) => [chunk.chunkId, chunk.text]));
  const withText = evidence.map((chunk) => ({ ...chunk, text: texts.get(chunk.chunk_id) ?? '' }));
  const { claims, ...recorded } = verification;
  return {
    question: question.text,
    // That a person decides is said by the service, not of the documents: nothing of it was checked, either.
    answer: outcome.status === 'needs_review' ? '' : answer.text,
    traceId: id,
    ceiling: trace.routing.data_ceiling,
    writer: trace.route.provider === 'builtin' ? null : trace.route.model,
    recorded: { verification: recorded, claims },
    evidence: withText,
    names: new Map(
      withText.map((chunk) => [
        chunk.chunk_id,
        { id: chunk.chunk_id, text: chunk.text, offset: chunk.char_start },
      ]),
    ),
  };
}

function nameClaim({ evidence, ...claim }: Claim, { names }: CheckSubject): CheckedClaim {
  return {
    ...claim,
    evidence: evidence.map((span) => ({
      chunk_id: names.get(span.chunk_id)?.id ?? span.chunk_id,
      char_start: span.char_start - (names.get(span.chunk_id)?.offset ?? 0),
      char_end: span.char_end - (names.get(span.chunk_id)?.offset ?? 0),
    })),
  };
}

function nameCitation(citation: Citation, { names }: CheckSubject): CheckedCitation {
  const { marker, chunk_id: key, char_start: start, char_end: end, quote, status } = citation;
  const chunk = key === null ? undefined : names.get(key);
  const offset = chunk?.offset ?? 0;
  return {
    marker,
    chunk_id: chunk?.id ?? key,
    char_start: start === null ? null : start - offset,
    char_end: end === null ? null : end - offset,
    quote,
    status,
  };
}

function haveSameVerdicts(left: readonly Claim[], right: readonly Claim[]): boolean {
  return listVerdicts(left) === listVerdicts(right);
}

function listVerdicts(claims: readonly Claim[]): string {
  return claims.map(({ text, verdict }) => `${verdict} ${text}`).join('\n');
}
