import type { Attributes } from '@opentelemetry/api';
import type { EmbeddingProfile } from '../../contract/collection.ts';
import type { RouteSignals } from '../../contract/routing.ts';
import type { ChatFailure, ChatReply, ChatRequest } from '../../models/chat-model.ts';
import type { SpanOptions } from '../../platform/telemetry.ts';
import type { AnswerOutcome, Question, VerificationOutcome } from './answer-outcome.ts';
import type { AnswerModel } from '../generation/generation-request.ts';
import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import type { RouteOutcome } from '../routing/choose-model.ts';

/**
 * The one place that names span attributes: OpenTelemetry's GenAI conventions and OpenInference side by
 * side. Spans carry ids, counts and scores; text stays in the trace record.
 */

const KIND = 'openinference.span.kind';

export function answer(question: Question): SpanOptions {
  return {
    name: 'invoke_workflow footnote.answer',
    attributes: {
      [KIND]: 'CHAIN',
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'footnote.answer',
      'footnote.trace_id': question.traceId,
      'footnote.workspace': question.caller.workspaceName,
    },
  };
}

export function answerResult(outcome: AnswerOutcome): Attributes {
  return {
    'footnote.status': outcome.status,
    'footnote.verdict': outcome.verified.verification.verdict,
  };
}

export function retrieval(collections: readonly string[] | undefined): SpanOptions {
  const source = collections?.join(',') ?? 'all';
  return {
    name: `retrieval ${collections?.length === 1 ? source : 'collections'}`,
    attributes: {
      [KIND]: 'RETRIEVER',
      'gen_ai.operation.name': 'retrieval',
      'gen_ai.data_source.id': source,
    },
  };
}

export function retrievalResult(outcome: RetrievalOutcome): Attributes {
  const documents = outcome.selected.flatMap((chunk, index) => [
    [`retrieval.documents.${index}.document.id`, chunk.chunk_id] as const,
    [`retrieval.documents.${index}.document.score`, chunk.scores.final] as const,
  ]);
  return {
    'gen_ai.retrieval.top_k': outcome.trace.settings.max_chunks,
    'footnote.retrieval.candidates': outcome.candidates.length,
    'footnote.retrieval.removed_by_access': outcome.trace.removed_by_access,
    'footnote.retrieval.confidence': outcome.trace.confidence,
    ...Object.fromEntries(documents),
  };
}

export function embedding({ adapter, name, dimensions }: EmbeddingProfile): SpanOptions {
  return {
    name: `embeddings ${name}`,
    attributes: {
      [KIND]: 'EMBEDDING',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': adapter,
      'gen_ai.request.model': name,
      'gen_ai.embeddings.dimension.count': dimensions,
      'embedding.model_name': name,
    },
  };
}

export function route(signals: RouteSignals): SpanOptions {
  return {
    name: 'footnote.route',
    attributes: {
      [KIND]: 'CHAIN',
      'footnote.route.task': signals.task.value,
      'footnote.route.complexity': signals.complexity.value,
    },
  };
}

export function routeResult(outcome: RouteOutcome): Attributes {
  return {
    'footnote.route.rule': outcome.receipt.rule,
    'footnote.route.sensitivity': outcome.receipt.data_ceiling,
    'footnote.route.model': outcome.receipt.chosen,
  };
}

/** Without a request for the builtin answer, which sends none. */
export function chat(
  model: Pick<AnswerModel, 'name' | 'provider'>,
  request?: ChatRequest,
): SpanOptions {
  return {
    name: `chat ${model.name}`,
    attributes: {
      [KIND]: 'LLM',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': model.provider,
      'gen_ai.request.model': model.name,
      'llm.model_name': model.name,
      'llm.request.model_name': model.name,
      ...(request === undefined
        ? {}
        : {
            'gen_ai.request.max_tokens': request.maxOutputTokens,
            'gen_ai.request.stream': request.onDelta !== undefined,
          }),
    },
  };
}

export function chatResult(model: AnswerModel, result: ChatReply | ChatFailure): Attributes {
  if (result.kind === 'failure') return { 'error.type': result.code };
  const { servedModel, durationMs } = result;
  const { inputTokens: input, cachedInputTokens: cachedInput, outputTokens: output } = result;
  return {
    'gen_ai.response.model': servedModel,
    'gen_ai.response.finish_reasons': [result.finishReason],
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'llm.model_name': servedModel,
    'llm.response.model_name': servedModel,
    'llm.token_count.prompt': input,
    'llm.token_count.completion': output,
    'llm.token_count.total': input + output,
    'llm.cost.total': model.costOf({ input, cachedInput, output, durationMs }),
  };
}

export function verification(): SpanOptions {
  return { name: 'footnote.verify', attributes: { [KIND]: 'EVALUATOR' } };
}

/** The arguments of `addEvent`. */
export function verificationResult(outcome: VerificationOutcome): [string, Attributes] {
  const {
    verdict,
    citation_precision: precision,
    unsupported_claims: unsupported,
  } = outcome.verification;
  return [
    'gen_ai.evaluation.result',
    {
      'gen_ai.evaluation.name': 'citation_verification',
      'gen_ai.evaluation.score.label': verdict,
      'gen_ai.evaluation.explanation': `${unsupported} unsupported claims`,
      ...(precision === null ? {} : { 'gen_ai.evaluation.score.value': precision }),
    },
  ];
}
