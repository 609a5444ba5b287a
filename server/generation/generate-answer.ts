import type { FallbackKind, RouteSummary } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatReply } from '../../models/chat-model.ts';
import { NO_PROMPT } from './build-prompt.ts';
import { callModels, type CallsMade } from './call-models.ts';
import { promptOnRecord } from './call-run.ts';
import { disarmReply, readBounds } from './disarm-reply.ts';
import { disarmStream } from './disarm-stream.ts';
import { ABSTENTION } from './extract-answer.ts';
import type { AnswerModel, CallsSoFar, GenerationRequest } from './generation-request.ts';

export interface GenerationFallback {
  readonly kind: FallbackKind;
  readonly reason: string;
}

const NO_CALLS = { attempts: [], skipped: [] };

/** A draft answer, and how it came about. */
export interface GenerationOutcome extends CallsSoFar {
  /** `held`: a person decides first. */
  readonly kind: 'answered' | 'abstained' | 'held';
  readonly text: string;
  readonly model: AnswerModel;
  /** Larger models that were asked because of what an earlier one's draft was like. */
  readonly escalations: Readonly<RouteSummary['escalations']>;
  /** Of the answering model's circuit at the time of the call; null when no model answered. */
  readonly circuitGeneration: number | null;
  readonly prompt: PromptTrace;
  readonly finishReason: string | null;
  readonly fallback: GenerationFallback | null;
  readonly reason: string;
}

/**
 * Asks the models in order until one answers; the last resort is the rule-based answer, which quotes
 * the chunks. Without chunks there is nothing to answer from, and no model is asked.
 */
export async function generateAnswer(request: GenerationRequest): Promise<GenerationOutcome> {
  const [chosen] = request.models;
  if (chosen === undefined) throw new Error('The router must give at least one model.');
  if (request.chunks.length === 0) return abstainWithoutChunks(chosen, request);
  // One prompt for all: what is on record is what every model that was called has been sent.
  const prompt = request.task.writePrompt(request);
  const stream =
    request.onDelta === null
      ? null
      : disarmStream(readBounds(prompt, request.chunks), request.onDelta);
  const { earlier = NO_CALLS, limits, chunks } = request;
  const endsAt = limits.now() + limits.deadlineMs;
  const reading = request.task.read?.(request);
  const calls = await callModels({ ...request, reading, onDelta: stream?.push ?? null }, prompt, {
    kind: 'primary',
    earlier: { ...earlier, endsAt },
  });
  stream?.end();
  const sent = promptOnRecord(prompt, calls.attempts.slice(earlier.attempts.length));
  const context = { model: calls.model, chosen, calls, prompt: sent, chunks };
  if (calls.kind === 'quoting') return quoteChunks(request, context);
  const { reply, generation: circuitGeneration, isHedge } = calls;
  const fallback = explainStandIn(request.passedOver, { ...context, isHedge });
  return { ...fromReply(reply, context), circuitGeneration, fallback, escalations: [] };
}

export interface ReplyContext {
  readonly model: AnswerModel;
  readonly chosen: AnswerModel;
  readonly calls: CallsMade;
  readonly prompt: PromptTrace;
  readonly chunks: GenerationRequest['chunks'];
}

export function fromReply(
  reply: ChatReply,
  context: Pick<ReplyContext, 'model' | 'calls' | 'prompt' | 'chunks'>,
): Omit<GenerationOutcome, 'circuitGeneration' | 'fallback' | 'escalations'> {
  const { model, calls, prompt, chunks } = context;
  // A model may send half a surrogate pair, which no record can hold.
  const disarmed = disarmReply(reply.text.toWellFormed(), readBounds(prompt, chunks));
  const text = disarmed.text.trim();
  const isAbstention = text === '' || text === ABSTENTION;
  const because = reply.read === undefined ? '' : ` ${reply.read.reason}`;
  return {
    kind: isAbstention ? 'abstained' : 'answered',
    text: text === '' ? ABSTENTION : text,
    model,
    ...soFar(calls),
    prompt,
    finishReason: reply.finishReason,
    reason: isAbstention
      ? `${model.name} found no answer in the chunks.${because}`
      : `${model.name} answered.${because}${describeRemoved(disarmed.removed)}`,
  };
}

function describeRemoved(removed: readonly string[]): string {
  return removed.length === 0 ? '' : ` Taken out of its reply: ${removed.join(', ')}.`;
}

/** The builtin extractive answer: chosen as such, or as what remains when every model has failed. */
function quoteChunks(request: GenerationRequest, context: ReplyContext): GenerationOutcome {
  const { model, calls, prompt } = context;
  const extracted = request.task.quote(request);
  if (extracted.kind === 'answered' && !request.holdsQuote) request.onDelta?.(extracted.text);
  return {
    kind: extracted.kind,
    text: extracted.text,
    model,
    ...soFar(calls),
    escalations: [],
    circuitGeneration: null,
    prompt,
    finishReason: null,
    fallback: explainQuoting(request, context),
    reason: extracted.reason,
  };
}

export function explainStandIn(
  passedOver: GenerationRequest['passedOver'],
  context: Pick<ReplyContext, 'model' | 'chosen' | 'calls'> & { readonly isHedge: boolean },
): GenerationFallback | null {
  const { model, chosen, calls, isHedge } = context;
  const failures = listFailures(passedOver, calls);
  if (failures.length === 0) return null;
  const reason = failures.join('; ');
  if (isHedge) return { kind: 'latency', reason };
  if (model === chosen && passedOver === null) return { kind: 'retry', reason };
  const wantedTier = passedOver?.tier ?? chosen.tier;
  return { kind: model.tier === wantedTier ? 'same_tier' : 'next_tier', reason };
}

function explainQuoting(
  { noModelReason, passedOver }: GenerationRequest,
  { model, chosen, calls }: ReplyContext,
): GenerationFallback | null {
  if (noModelReason !== null) return { kind: 'rule_based', reason: noModelReason };
  if (model === chosen && passedOver === null) return null;
  return { kind: 'rule_based', reason: listFailures(passedOver, calls).join('; ') };
}

function listFailures(
  passedOver: GenerationRequest['passedOver'],
  { failures }: CallsMade,
): readonly string[] {
  return passedOver === null ? failures : [passedOver.reason, ...failures];
}

function soFar({ attempts, skipped, endsAt }: CallsMade): CallsSoFar {
  return { attempts, skipped, endsAt };
}

function abstainWithoutChunks(
  model: AnswerModel,
  { earlier = NO_CALLS, limits }: GenerationRequest,
): GenerationOutcome {
  return {
    kind: 'abstained',
    text: ABSTENTION,
    model,
    ...earlier,
    endsAt: limits.now(),
    escalations: [],
    circuitGeneration: null,
    prompt: NO_PROMPT,
    finishReason: null,
    fallback: null,
    reason: 'Retrieval selected no chunk, so no model was asked.',
  };
}
