import type { Answer } from '../../contract/answer.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';

/**
 * What the asker gets, from the record that has been stored: so an answer read again is the answer that
 * was given. `timings` are the two that were not known when the record was written.
 */
export function buildAnswer(
  record: AnswerTraceRecord,
  timings: { readonly store: number; readonly total: number },
): Answer {
  const { claims, ...verification } = record.verification;
  return {
    id: record.identity.id,
    status: record.outcome.status,
    answer: record.answer.text,
    ...(isTruncated(record) ? { is_truncated: true } : {}),
    citations: record.answer.citations,
    claims,
    verification,
    route: record.route,
    removed_by_access: record.retrieval.removed_by_access,
    usage: record.measures.usage,
    timings_ms: { ...record.measures.timings_ms, ...timings },
    receipt: null,
    trace_url: `/traces/${record.identity.id}`,
  };
}

function isTruncated({ answer, outcome }: AnswerTraceRecord): boolean {
  return outcome.status === 'answered' && answer.finish_reason === 'length';
}
