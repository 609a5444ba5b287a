import type { RetrieveRequest, RetrieveResponse } from '../../contract/retrieval.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { currentTraceId, withRemoteParent, withSpan } from '../../platform/telemetry.ts';
import type { Caller } from '../caller.ts';
import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import { readSensitivity } from '../routing/read-sensitivity.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import type { Question } from './answer-outcome.ts';
import { readQuestion } from './ask.ts';
import { buildRetrievalTrace } from './build-trace.ts';
import * as spans from './describe-spans.ts';
import { openRetrieval } from './open-retrieval.ts';
import { overrideRetrieval } from './override-retrieval.ts';

export interface RetrieveCall {
  readonly caller: Caller;
  readonly request: RetrieveRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** Retrieval on its own, with a trace of its own. */
export function retrieveOnly(call: RetrieveCall, configured: Services): Promise<RetrieveResponse> {
  const { retrieval: overrides, ...request } = call.request;
  const services = overrideRetrieval(overrides, configured);
  const startedAt = services.now();
  const question = readQuestion(
    { ...call, request: { ...request, model: 'auto', stream: false, metadata: {} } },
    services,
  );
  return withRemoteParent(call.traceparent, async () => {
    const { retrieval, otelTraceId } = await runRetrieval(question, services);
    const trace = buildRetrievalTrace({ question, retrieval, otelTraceId }, services);
    const storeStartedAt = services.now();
    await saveTrace(inWorkspace(services.database, call.caller.workspaceId), {
      columns: { ...trace.columns, totalMs: storeStartedAt - startedAt },
      record: canonicalizeRecord(trace.record),
      evidence: trace.evidence,
    });
    return {
      id: question.traceId,
      chunks: retrieval.candidates.filter((candidate) => candidate.selected),
      rejected: retrieval.candidates.filter((candidate) => !candidate.selected),
      removed_by_access: retrieval.trace.removed_by_access,
      confidence: retrieval.trace.confidence,
      timings_ms: {
        retrieve: retrieval.durationMs,
        store: services.now() - storeStartedAt,
        total: services.now() - startedAt,
      },
    };
  });
}

function runRetrieval(
  question: Question,
  services: Services,
): Promise<{ readonly retrieval: RetrievalOutcome; readonly otelTraceId: string | null }> {
  const { request } = question;
  return withSpan(spans.retrieval(request.collections), async (span) => {
    const retrieval = await openRetrieval(
      services,
      question.caller.workspaceId,
    )({
      question: request.question,
      history: request.messages,
      classification: readSensitivity(
        { question: request.question, history: request.messages },
        services.policy.ownDetectors,
      ).value,
      collections: request.collections ?? null,
      filters: request.filters,
      asOf: question.asOf,
      reader: question.reader,
      maxChunks: request.max_chunks,
    });
    span.setAttributes(spans.retrievalResult(retrieval));
    return { retrieval, otelTraceId: currentTraceId(question.traceparent) };
  });
}
