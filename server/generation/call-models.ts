import type { ModelAttempt, SkippedModel } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatFailure, ChatModel, ChatReply } from '../../models/chat-model.ts';
import type { RefusedSpend, ReservedSpend } from '../budgets/spend-guard.ts';
import type { CallGate, EnteredCall, RefusedCall } from '../resilience/call-gate.ts';
import type { AnswerModel, CallRequest, CallsSoFar } from './generation-request.ts';

export interface CallsMade extends CallsSoFar {
  /** What went wrong, in order, as `large: timeout`. */
  readonly failures: readonly string[];
}

export type CallsOutcome = CallsMade &
  (
    | {
        readonly kind: 'replied';
        readonly reply: ChatReply;
        readonly model: AnswerModel;
        /** Of the circuit, at the time of the call. */
        readonly generation: number;
      }
    /** None answered, or the next in order is the one that quotes. */
    | { readonly kind: 'quoting'; readonly model: AnswerModel }
  );

/** A model died in the middle of a stream that somebody had begun to read. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError';
  readonly attempts: readonly ModelAttempt[];

  constructor(failure: ChatFailure, attempts: readonly ModelAttempt[]) {
    super(`The model's answer broke off: ${failure.detail}`);
    this.attempts = attempts;
  }
}

interface CallableModel extends AnswerModel {
  readonly chat: ChatModel;
  readonly gate: CallGate;
}

interface ModelInTurn extends CallableModel {
  /** Another one comes after it. */
  readonly hasStandIn: boolean;
}

/** Further calls for an answer, within what the earlier ones have left of its attempts and its time. */
export interface FurtherCalls {
  /** Of the first of them; a judge's calls are all of that kind. */
  readonly kind: 'escalation' | 'repair' | 'judge';
  readonly earlier: CallsSoFar;
}

interface Run {
  readonly request: CallRequest;
  readonly messages: PromptTrace['messages'];
  readonly firstCall: { readonly n: number; readonly kind: ModelAttempt['kind'] };
  readonly prompt: PromptTrace;
  readonly attempts: ModelAttempt[];
  readonly skipped: SkippedModel[];
  readonly failures: string[];
  readonly endsAt: number;
}

interface CallEnd {
  readonly result: ChatReply | ChatFailure;
  readonly entered: EnteredCall;
}

/**
 * Calls the models in order until one answers, each again as far as its retry budget allows, all within
 * one deadline. A model that its gate refuses is passed over. Once a model has streamed text to somebody,
 * neither it nor another one silently starts over: that throws `StreamCutError`.
 */
export async function callModels(
  request: CallRequest,
  prompt: PromptTrace,
  further: FurtherCalls | null = null,
): Promise<CallsOutcome> {
  const run = beginRun(request, prompt, further);
  for (const [at, model] of request.models.entries()) {
    if (!isCallable(model)) return { ...run, kind: 'quoting', model };
    const exhaustion = explainExhaustion(run);
    if (exhaustion !== null) {
      note(run, exhaustion);
      break;
    }
    const hasStandIn = request.models.slice(at + 1).some(isCallable);
    const end = await callUntilDone(run, { ...model, hasStandIn });
    if (end !== null && end.result.kind === 'reply') {
      const { generation } = end.entered;
      return { ...run, kind: 'replied', reply: end.result, model, generation };
    }
  }
  return { ...run, kind: 'quoting', model: request.quoting };
}

function beginRun(request: CallRequest, prompt: PromptTrace, further: FurtherCalls | null): Run {
  const { limits } = request;
  const { kind = 'primary', earlier } = further ?? {};
  return {
    request,
    prompt,
    messages: kind === 'repair' ? [...prompt.messages, ...(prompt.repair ?? [])] : prompt.messages,
    firstCall: { n: (earlier?.attempts.length ?? 0) + 1, kind },
    attempts: [...(earlier?.attempts ?? [])],
    skipped: [...(earlier?.skipped ?? [])],
    failures: [],
    endsAt: earlier?.endsAt ?? limits.now() + limits.deadlineMs,
  };
}

/** The model's last call; null when there was none. */
async function callUntilDone(run: Run, model: ModelInTurn): Promise<CallEnd | null> {
  const { request } = run;
  let last: CallEnd | null = null;
  for (let retries = 0; explainExhaustion(run) === null; retries += 1) {
    const waitMs = last === null ? 0 : planRetry(model, last.result, retries - 1);
    if (waitMs === null || waitMs >= remainingMs(run)) return last;
    if (waitMs > 0) await request.limits.sleep(waitMs, request.signal);
    const entered = await model.gate.enter({
      maxWaitMs: remainingMs(run),
      signal: request.signal,
    });
    if (entered.kind === 'refused') {
      skip(run, model, entered);
      return last;
    }
    const spend = await reserveSpend(run, model, entered);
    if (spend.kind === 'refused') {
      skip(run, model, spend);
      return last;
    }
    const result = await callOnce(run, model, { entered, retries, spend });
    last = { result, entered };
    if (result.kind === 'reply') return last;
    if (result.streamedAny && request.onDelta !== null) {
      throw new StreamCutError(result, run.attempts);
    }
    request.signal.throwIfAborted();
  }
  return last;
}

/** The most that the call can cost is set aside; the place that it had is free again when that is refused. */
async function reserveSpend(
  run: Run,
  model: CallableModel,
  entered: EnteredCall,
): Promise<ReservedSpend | RefusedSpend> {
  const { spending } = run.request;
  const costUsd = mostCostOf(model, run.prompt);
  if (spending === null || costUsd === 0) return FREE;
  try {
    const spend = await spending.reserve({ costUsd, withinMs: Math.max(1, remainingMs(run)) });
    if (spend.kind === 'refused') entered.abandon();
    return spend;
  } catch (error) {
    entered.abandon();
    throw error;
  }
}

const FREE: ReservedSpend = { kind: 'reserved', settle: () => Promise.resolve() };

function mostCostOf(model: AnswerModel, prompt: PromptTrace): number {
  return model.costOf({ input: prompt.token_count, output: model.maxOutputTokens });
}

function planRetry(
  model: ModelInTurn,
  result: ChatReply | ChatFailure,
  earlierRetries: number,
): number | null {
  if (result.kind === 'reply') return null;
  // Nobody waits for a provider that asks for time, or once more for a silent one, while another could answer.
  const takesTime = result.code === 'timeout' || (result.retryAfterSeconds ?? 0) > 0;
  if (takesTime && model.hasStandIn) return null;
  return model.gate.planRetry(result, earlierRetries);
}

/** Why no further call may be made for this answer; null while one may. */
function explainExhaustion(run: Run): string | null {
  const { maxAttempts, deadlineMs } = run.request.limits;
  if (run.attempts.length >= maxAttempts) return `all ${maxAttempts} calls have been made`;
  return remainingMs(run) > 0 ? null : `all ${deadlineMs} ms are over`;
}

function remainingMs(run: Run): number {
  return run.endsAt - run.request.limits.now();
}

function skip(
  run: Run,
  model: AnswerModel,
  { refusedBy, detail }: RefusedCall | RefusedSpend,
): void {
  run.skipped.push({
    model: model.name,
    refused_by: refusedBy,
    detail,
    after_attempts: run.attempts.length,
  });
  note(run, `${model.name}: ${refusedBy}`);
}

function note(run: Run, failure: string): void {
  if (run.failures.at(-1) !== failure) run.failures.push(failure);
}

async function callOnce(
  run: Run,
  model: CallableModel,
  call: {
    readonly entered: EnteredCall;
    readonly retries: number;
    readonly spend: ReservedSpend;
  },
): Promise<ChatReply | ChatFailure> {
  const { request, prompt, attempts } = run;
  const result = await model.chat
    .chat({
      messages: run.messages,
      maxOutputTokens: model.maxOutputTokens,
      timeoutMs: Math.max(1, remainingMs(run)),
      signal: request.signal,
      ...(request.onDelta === null ? {} : { onDelta: request.onDelta }),
    })
    .catch(async (error: unknown) => {
      call.entered.abandon();
      await call.spend.settle(mostCostOf(model, prompt));
      throw error;
    });
  const n = attempts.length + 1;
  const kind = kindOf(run, n, call.retries);
  const attempt = describeAttempt(result, { entered: call.entered, model, n, kind });
  const circuitAfter = call.entered.end(result, attempt.cost_usd);
  attempts.push({ ...attempt, circuit_after: circuitAfter });
  await call.spend.settle(isCostKnown(result) ? attempt.cost_usd : mostCostOf(model, prompt));
  request.onAttempt?.({ prompt, attempts });
  if (result.kind === 'failure') note(run, `${model.name}: ${result.code}`);
  return result;
}

function kindOf({ firstCall }: Run, n: number, retries: number): ModelAttempt['kind'] {
  if (firstCall.kind === 'judge') return 'judge';
  if (retries > 0) return 'retry';
  return n === firstCall.n ? firstCall.kind : 'fallback';
}

/** What was broken off has been worked on, and nobody says how much: the budgets count the most it can be. */
function isCostKnown(result: ChatReply | ChatFailure): boolean {
  return result.kind === 'reply' || !(result.streamedAny || BROKEN_OFF.has(result.code));
}

const BROKEN_OFF: ReadonlySet<ChatFailure['code']> = new Set([
  'timeout',
  'malformed_reply',
  'cut_stream',
  'deadline',
  'aborted',
]);

function describeAttempt(
  result: ChatReply | ChatFailure,
  context: {
    readonly model: AnswerModel;
    readonly entered: EnteredCall;
    readonly n: number;
    readonly kind: ModelAttempt['kind'];
  },
): ModelAttempt {
  const { model, entered, n, kind } = context;
  const isReply = result.kind === 'reply';
  const tokens = isReply
    ? {
        input: result.inputTokens,
        cachedInput: result.cachedInputTokens,
        output: result.outputTokens,
      }
    : { input: 0, cachedInput: 0, output: 0 };
  return {
    n,
    kind,
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
    cached_input_tokens: tokens.cachedInput,
    cost_usd: model.costOf({ ...tokens, durationMs: result.durationMs }),
    circuit_before: entered.circuit,
  };
}

function isCallable(model: AnswerModel): model is CallableModel {
  return model.chat !== null && model.gate !== null;
}
