import type { Attributes } from '@opentelemetry/api';
import type { RouteSignals } from '../../contract/routing.ts';
import type { SpanOptions } from '../../platform/telemetry.ts';
import type { AnswerOutcome, Question, VerificationOutcome } from './answer-outcome.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
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

export function embedding(model: string, dimensions: number): SpanOptions {
  return {
    name: `embeddings ${model}`,
    attributes: {
      [KIND]: 'EMBEDDING',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.request.model': model,
      'gen_ai.embeddings.dimension.count': dimensions,
      'embedding.model_name': model,
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
      'footnote.route.sensitivity': signals.sensitivity.value,
    },
  };
}

export function routeResult(outcome: RouteOutcome): Attributes {
  return {
    'footnote.route.rule': outcome.receipt.rule,
    'footnote.route.model': outcome.receipt.chosen,
  };
}

export function generation(outcome: RouteOutcome): SpanOptions {
  const model = outcome.receipt.chosen;
  const provider = outcome.order[0]?.provider ?? 'builtin';
  return {
    name: `chat ${model}`,
    attributes: {
      [KIND]: 'LLM',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': model,
      'llm.request.model_name': model,
    },
  };
}

export function generationResult(outcome: GenerationOutcome): Attributes {
  const last = outcome.attempts.at(-1);
  const served = last?.served_model ?? outcome.model.name;
  const input = outcome.attempts.reduce((sum, attempt) => sum + attempt.input_tokens, 0);
  const output = outcome.attempts.reduce((sum, attempt) => sum + attempt.output_tokens, 0);
  return {
    'gen_ai.response.model': served,
    'gen_ai.response.finish_reasons': outcome.finishReason === null ? [] : [outcome.finishReason],
    'gen_ai.usage.input_tokens': input,
    'gen_ai.usage.output_tokens': output,
    'llm.model_name': served,
    'llm.response.model_name': served,
    'llm.token_count.prompt': input,
    'llm.token_count.completion': output,
    'llm.token_count.total': input + output,
    'llm.cost.total': outcome.attempts.reduce((sum, attempt) => sum + attempt.cost_usd, 0),
    ...(last === undefined || last.error === null ? {} : { 'error.type': last.error.code }),
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
