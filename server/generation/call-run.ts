import { READER_PROVIDER } from '../../contract/chat-model-config.ts';
import type { ModelAttempt, SkippedModel } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatModel } from '../../models/chat-model.ts';
import type { RefusedSpend, ReservedSpend } from '../budgets/spend-guard.ts';
import type { CallGate, EnteredCall, RefusedCall } from '../resilience/call-gate.ts';
import { NO_PROMPT } from './build-prompt.ts';
import type { AnswerModel, CallRequest, CallsSoFar } from './generation-request.ts';

/** Calls for an answer within what earlier ones have left of its attempts and its time. */
export interface FurtherCalls {
  /** Of the first of them; calls to judge or to rewrite are all of that kind. */
  readonly kind: 'primary' | 'escalation' | 'repair' | 'judge' | 'rewrite';
  readonly earlier: CallsSoFar;
}

/** The calls for one answer while they are made. */
export interface CallRun {
  readonly request: CallRequest;
  readonly messages: PromptTrace['messages'];
  readonly firstCall: { readonly n: number; readonly kind: ModelAttempt['kind'] };
  readonly prompt: PromptTrace;
  /** Of calls that have ended, by their number. */
  readonly attempts: ModelAttempt[];
  readonly skipped: SkippedModel[];
  /** What went wrong, in order, as `large: timeout`. */
  readonly failures: string[];
  /** Models that have failed beside another one. */
  readonly spent: Set<string>;
  readonly endsAt: number;
  /** Calls that have begun, earlier ones included. */
  placed: number;
}

export interface CallableModel extends AnswerModel {
  readonly chat: ChatModel;
  readonly gate: CallGate;
}

/** A call that may be made now: its circuit, its bulkhead and its budgets let it pass. */
export interface AdmittedCall {
  readonly kind: 'admitted';
  readonly model: CallableModel;
  readonly entered: EnteredCall;
  readonly spend: ReservedSpend;
}

export function beginRun(
  request: CallRequest,
  prompt: PromptTrace,
  further: FurtherCalls | null,
): CallRun {
  const { limits } = request;
  const { kind = 'primary', earlier } = further ?? {};
  const placed = earlier?.attempts.length ?? 0;
  return {
    request,
    prompt,
    messages: kind === 'repair' ? [...prompt.messages, ...(prompt.repair ?? [])] : prompt.messages,
    firstCall: { n: placed + 1, kind },
    attempts: [...(earlier?.attempts ?? [])],
    skipped: [...(earlier?.skipped ?? [])],
    failures: [],
    spent: new Set(),
    endsAt: earlier?.endsAt ?? limits.now() + limits.deadlineMs,
    placed,
  };
}

export function isCallable(model: AnswerModel): model is CallableModel {
  return model.chat !== null && model.gate !== null;
}

/** Why no further call may be made for this answer; null while one may. */
export function explainExhaustion(run: CallRun): string | null {
  const { maxAttempts, deadlineMs } = run.request.limits;
  if (run.placed >= maxAttempts) return `all ${maxAttempts} calls have been made`;
  return remainingMs(run) > 0 ? null : `all ${deadlineMs} ms are over`;
}

export function remainingMs(run: CallRun): number {
  return run.endsAt - run.request.limits.now();
}

export function note(run: CallRun, failure: string): void {
  if (run.failures.at(-1) !== failure) run.failures.push(failure);
}

/** Waits for a free place at most so long. Rejects when the asker leaves. */
export async function admitCall(
  run: CallRun,
  model: CallableModel,
  maxWaitMs: number,
): Promise<AdmittedCall | RefusedCall | RefusedSpend> {
  const entered = await model.gate.enter({ maxWaitMs, signal: run.request.signal });
  if (entered.kind === 'refused') return entered;
  const spend = await reserveSpend(run, model, entered);
  return spend.kind === 'refused' ? spend : { kind: 'admitted', model, entered, spend };
}

/** The most that the call can cost is set aside; the place that it had is free again when that is refused. */
async function reserveSpend(
  run: CallRun,
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

/** Those of this run, without the earlier ones for the same answer. */
export function listCalls({ attempts, firstCall }: CallRun): readonly ModelAttempt[] {
  return attempts.filter(({ n }) => n >= firstCall.n);
}

/** Nothing where nobody was called but readers, which are sent no prompt. */
export function promptOnRecord(
  prompt: PromptTrace,
  calls: readonly Pick<ModelAttempt, 'provider'>[],
): PromptTrace {
  return calls.some(({ provider }) => provider !== READER_PROVIDER) ? prompt : NO_PROMPT;
}

const FREE: ReservedSpend = { kind: 'reserved', settle: () => Promise.resolve() };

export function mostCostOf(model: AnswerModel, prompt: PromptTrace): number {
  return model.costOf({ input: prompt.token_count, output: model.maxOutputTokens });
}
