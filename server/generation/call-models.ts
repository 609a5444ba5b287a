import type { ModelAttempt } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';
import type { RefusedSpend } from '../budgets/spend-guard.ts';
import type { RefusedCall } from '../resilience/call-gate.ts';
import {
  admitCall,
  beginRun,
  explainExhaustion,
  isCallable,
  note,
  remainingMs,
  type CallableModel,
  type CallRun,
  type FurtherCalls,
} from './call-run.ts';
import type { AnswerModel, CallRequest, CallsSoFar } from './generation-request.ts';
import { raceCalls, type CallEnd } from './race-calls.ts';

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
        /** It was asked beside one that was slow, and answered first. */
        readonly isHedge: boolean;
      }
    /** None answered, or the next in order is the one that quotes. */
    | { readonly kind: 'quoting'; readonly model: AnswerModel }
  );

/** A model died in the middle of a stream that somebody had begun to read. */
export class StreamCutError extends Error {
  override readonly name = 'StreamCutError';
  readonly attempts: readonly ModelAttempt[];

  constructor(failure: ChatFailure, attempts: readonly ModelAttempt[]) {
    // What a provider says, and where it is, is for those who may read the trace.
    super(`The model's answer broke off (${failure.code}).`);
    this.attempts = attempts;
  }
}

interface Turn {
  readonly model: CallableModel;
  /** Another one comes after it. */
  readonly hasStandIn: boolean;
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
    if (run.spent.has(model.name)) continue;
    if (!isCallable(model)) return { ...run, kind: 'quoting', model };
    const exhaustion = explainExhaustion(run);
    if (exhaustion !== null) {
      note(run, exhaustion);
      break;
    }
    const hasStandIn = request.models.slice(at + 1).some(isCallable);
    const end = await callUntilDone(run, { model, hasStandIn });
    if (end !== null && end.result.kind === 'reply') {
      const { call, result: reply, kind } = end;
      const { model: answering, entered } = call;
      const isHedge = kind === 'hedge';
      const { generation } = entered;
      return { ...run, kind: 'replied', reply, model: answering, generation, isHedge };
    }
  }
  return { ...run, kind: 'quoting', model: request.quoting };
}

/** How the model's last call ended, or that of the one that was asked beside it; null when there was none. */
async function callUntilDone(run: CallRun, turn: Turn): Promise<CallEnd | null> {
  const { request } = run;
  const { model } = turn;
  let last: CallEnd | null = null;
  for (let retries = 0; explainExhaustion(run) === null; retries += 1) {
    const waitMs = last === null ? 0 : planRetry(turn, last, retries - 1);
    if (waitMs === null || waitMs >= remainingMs(run)) return last;
    if (waitMs > 0) await request.limits.sleep(waitMs, request.signal);
    const admission = await admitCall(run, model, remainingMs(run));
    if (admission.kind === 'refused') {
      skip(run, model, admission);
      return last;
    }
    last = await raceCalls(run, admission, kindOf(run, retries));
    if (last.result.kind === 'reply') return last;
    if (last.wasRead) throw new StreamCutError(last.result, run.attempts);
    request.signal.throwIfAborted();
  }
  return last;
}

function kindOf({ placed, firstCall }: CallRun, retries: number): ModelAttempt['kind'] {
  if (firstCall.kind === 'judge' || firstCall.kind === 'rewrite') return firstCall.kind;
  if (retries > 0) return 'retry';
  return placed + 1 === firstCall.n ? firstCall.kind : 'fallback';
}

function planRetry(
  { model, hasStandIn }: Turn,
  { result, isHedged }: CallEnd,
  earlierRetries: number,
): number | null {
  if (result.kind === 'reply' || isHedged) return null;
  // Nobody waits for a provider that asks for time, or once more for a silent one, while another could answer.
  const takesTime = result.code === 'timeout' || (result.retryAfterSeconds ?? 0) > 0;
  if (takesTime && hasStandIn) return null;
  return model.gate.planRetry(result, earlierRetries);
}

function skip(
  run: CallRun,
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
