import type { ModelAttempt } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatFailure, ChatModel, ChatReply } from '../../models/chat-model.ts';
import { buildPrompt, NO_PROMPT, type PromptInput } from './build-prompt.ts';
import { ABSTENTION, extractAnswer, type PartToAnswer } from './extract-answer.ts';

/** A model that may answer this question; `chat` is null for the builtin extractive answer. */
export interface AnswerModel {
  readonly name: string;
  readonly provider: string;
  readonly tier: string;
  readonly maxOutputTokens: number;
  readonly chat: ChatModel | null;
  readonly costOf: (tokens: { readonly input: number; readonly output: number }) => number;
}

export interface GenerationRequest extends PromptInput {
  /** The chosen model, then those that may stand in for it, in order. */
  readonly models: readonly AnswerModel[];
  /** The rule-based answer, when no model may or can answer: it sends nothing anywhere. */
  readonly quoting: AnswerModel;
  /** Why the router found no model; null when it found one. */
  readonly noModelReason: string | null;
  /** What is asked, one by one, as the rule-based answer takes it. */
  readonly parts: readonly PartToAnswer[];
  readonly signal: AbortSignal;
  readonly onDelta: ((text: string) => void) | null;
  /** Hears of every call of a model as it ends, also when no answer comes of it. */
  readonly onAttempt?: (sent: SentPrompt) => void;
}

/** A prompt, and the calls that were made with it so far. */
export interface SentPrompt {
  readonly prompt: PromptTrace;
  readonly attempts: readonly ModelAttempt[];
}

export interface GenerationFallback {
  readonly kind: 'same_tier' | 'next_tier' | 'rule_based';
  readonly reason: string;
}

/** A draft answer, and how it came about. */
export interface GenerationOutcome {
  readonly kind: 'answered' | 'abstained';
  readonly text: string;
  readonly model: AnswerModel;
  readonly attempts: readonly ModelAttempt[];
  readonly prompt: PromptTrace;
  readonly finishReason: string | null;
  readonly fallback: GenerationFallback | null;
  readonly reason: string;
}

/** A model died in the middle of a stream that somebody had begun to read. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError';
  readonly attempts: readonly ModelAttempt[];

  constructor(failure: ChatFailure, attempts: readonly ModelAttempt[]) {
    super(`The model's answer broke off: ${failure.detail}`);
    this.attempts = attempts;
  }
}

/**
 * Asks the models in order until one answers; the last resort is the rule-based answer, which quotes
 * the chunks. Once a model has streamed text, another one never silently starts over: that throws
 * `StreamCutError`. Without chunks there is nothing to answer from, and no model is asked.
 */
export async function generateAnswer(request: GenerationRequest): Promise<GenerationOutcome> {
  const [chosen] = request.models;
  if (chosen === undefined) throw new Error('The router must give at least one model.');
  if (request.chunks.length === 0) return abstainWithoutChunks(chosen);
  const attempts: ModelAttempt[] = [];
  // One prompt for all: what is on record is what every model that was called has been sent.
  const prompt = buildPrompt(request);
  for (const model of request.models) {
    if (model.chat === null) return quoteChunks(request, { model, chosen, attempts, prompt });
    const result = await callModel(request, { ...model, chat: model.chat }, prompt);
    attempts.push(toAttempt(result, { model, attempts }));
    request.onAttempt?.({ prompt, attempts });
    if (result.kind === 'reply') {
      return fromReply(result, { model, chosen, attempts, prompt });
    }
    if (result.streamedAny && request.onDelta !== null) throw new StreamCutError(result, attempts);
    request.signal.throwIfAborted();
  }
  return quoteChunks(request, { model: request.quoting, chosen, attempts, prompt });
}

function callModel(
  request: GenerationRequest,
  model: AnswerModel & { readonly chat: ChatModel },
  prompt: PromptTrace,
): Promise<ChatReply | ChatFailure> {
  return model.chat.chat({
    messages: prompt.messages,
    maxOutputTokens: model.maxOutputTokens,
    signal: request.signal,
    ...(request.onDelta === null ? {} : { onDelta: request.onDelta }),
  });
}

function fromReply(
  reply: ChatReply,
  context: {
    readonly model: AnswerModel;
    readonly chosen: AnswerModel;
    readonly attempts: readonly ModelAttempt[];
    readonly prompt: PromptTrace;
  },
): GenerationOutcome {
  const { model, chosen, attempts, prompt } = context;
  // A model may send half a surrogate pair, which no record can hold.
  const text = reply.text.trim().toWellFormed();
  const isAbstention = text === '' || text === ABSTENTION;
  return {
    kind: isAbstention ? 'abstained' : 'answered',
    text: text === '' ? ABSTENTION : text,
    model,
    attempts,
    prompt,
    finishReason: reply.finishReason,
    fallback:
      model === chosen
        ? null
        : {
            kind: model.tier === chosen.tier ? 'same_tier' : 'next_tier',
            reason: describeFailure(attempts),
          },
    reason: isAbstention
      ? `${model.name} found no answer in the chunks.`
      : `${model.name} answered.`,
  };
}

/** The builtin extractive answer: chosen as such, or as what remains when every model has failed. */
function quoteChunks(
  request: GenerationRequest,
  context: {
    readonly model: AnswerModel;
    readonly chosen: AnswerModel;
    readonly attempts: readonly ModelAttempt[];
    readonly prompt: PromptTrace;
  },
): GenerationOutcome {
  const { model, chosen, attempts, prompt } = context;
  const extracted = extractAnswer({ parts: request.parts, evidence: request.chunks });
  if (extracted.kind === 'answered') request.onDelta?.(extracted.text);
  return {
    kind: extracted.kind,
    text: extracted.text,
    model,
    attempts,
    prompt: attempts.length === 0 ? NO_PROMPT : prompt,
    finishReason: null,
    fallback: explainQuoting(request, { isChosen: model === chosen, attempts }),
    reason: extracted.reason,
  };
}

function explainQuoting(
  { noModelReason }: GenerationRequest,
  context: { readonly isChosen: boolean; readonly attempts: readonly ModelAttempt[] },
): GenerationFallback | null {
  if (noModelReason !== null) return { kind: 'rule_based', reason: noModelReason };
  if (context.isChosen) return null;
  return { kind: 'rule_based', reason: describeFailure(context.attempts) };
}

function abstainWithoutChunks(model: AnswerModel): GenerationOutcome {
  return {
    kind: 'abstained',
    text: ABSTENTION,
    model,
    attempts: [],
    prompt: NO_PROMPT,
    finishReason: null,
    fallback: null,
    reason: 'Retrieval selected no chunk, so no model was asked.',
  };
}

function toAttempt(
  result: ChatReply | ChatFailure,
  context: { readonly model: AnswerModel; readonly attempts: readonly ModelAttempt[] },
): ModelAttempt {
  const { model, attempts } = context;
  const isReply = result.kind === 'reply';
  const tokens = isReply
    ? { input: result.inputTokens, output: result.outputTokens }
    : { input: 0, output: 0 };
  return {
    n: attempts.length + 1,
    kind: attempts.length === 0 ? 'primary' : 'fallback',
    provider: model.provider,
    requested_model: model.name,
    served_model: isReply ? result.servedModel : null,
    fingerprint: isReply ? result.fingerprint : null,
    ttft_ms: result.ttftMs,
    duration_ms: result.durationMs,
    error: isReply ? null : { code: result.code, detail: result.detail },
    retry_after_s: isReply ? null : result.retryAfterSeconds,
    finish_reason: isReply ? result.finishReason : null,
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    cost_usd: model.costOf(tokens),
  };
}

function describeFailure(attempts: readonly ModelAttempt[]): string {
  const failures = attempts.filter((attempt) => attempt.error !== null);
  return failures
    .map((attempt) => `${attempt.requested_model}: ${attempt.error?.code ?? 'failed'}`)
    .join('; ');
}
