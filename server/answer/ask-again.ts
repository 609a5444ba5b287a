import type { AskRequest } from '../../contract/answer.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';

/**
 * The request that asks a recorded question once more: of the same collections, as far as the caller may
 * read them, and of the same model, as far as there still is one. Groups and clearance are the caller's own.
 */
export function askAgain(
  { question, retrieval }: AnswerTraceRecord,
  { collections: readable, models }: Caller,
  { policy }: Pick<Services, 'policy'>,
): AskRequest {
  const collections = retrieval.collections.filter(
    (name) => readable === '*' || readable.includes(name),
  );
  const model = question.requested_model ?? 'auto';
  const isUsable =
    policy.models.some(({ name }) => name === model) && (models === '*' || models.includes(model));
  return {
    question: question.text,
    messages: question.history,
    ...(collections.length === 0 ? {} : { collections }),
    filters: retrieval.filters,
    max_chunks: retrieval.settings.max_chunks,
    model: isUsable ? model : 'auto',
    stream: false,
    metadata: {},
  };
}
