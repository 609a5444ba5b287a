import type { ModelAttempt } from '../../contract/routing.ts';
import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';
import {
  listCalls,
  mostCostOf,
  note,
  promptOnRecord,
  remainingMs,
  type AdmittedCall,
  type CallRun,
} from './call-run.ts';

export interface CallWatch {
  readonly signal: AbortSignal;
  readonly onDelta: ((text: string) => void) | null;
  /** Which other model answered first, so that this call was ended for it; null where none did. */
  readonly beatenBy: () => string | null;
}

/** One call of a model: its circuit and its budgets hear how it ended, and it is on record. */
export async function makeCall(
  run: CallRun,
  { model, entered, spend }: AdmittedCall,
  { kind, watch }: { readonly kind: ModelAttempt['kind']; readonly watch: CallWatch },
): Promise<ChatReply | ChatFailure> {
  const { request, prompt, attempts } = run;
  run.placed += 1;
  const n = run.placed;
  const ended = await model.chat
    .chat({
      messages: run.messages,
      reading: request.reading,
      maxOutputTokens: model.maxOutputTokens,
      timeoutMs: Math.max(1, remainingMs(run)),
      signal: watch.signal,
      ...(watch.onDelta === null ? {} : { onDelta: watch.onDelta }),
    })
    .catch(async (error: unknown) => {
      entered.abandon();
      await spend.settle(mostCostOf(model, prompt));
      throw error;
    });
  const result = explainCancelling(ended, watch.beatenBy());
  const attempt = describeAttempt(result, { run, model, n, kind });
  const circuitAfter = entered.end(result, attempt.cost_usd);
  attempts.push({ ...attempt, circuit_before: entered.circuit, circuit_after: circuitAfter });
  attempts.sort((left, right) => left.n - right.n);
  await spend.settle(isCostKnown(result) ? attempt.cost_usd : mostCostOf(model, prompt));
  request.onAttempt?.({ prompt: promptOnRecord(prompt, listCalls(run)), attempts });
  if (result.kind === 'failure' && result.code !== 'cancelled') {
    note(run, `${model.name}: ${result.code}`);
  }
  return result;
}

function explainCancelling(
  result: ChatReply | ChatFailure,
  beatenBy: string | null,
): ChatReply | ChatFailure {
  if (beatenBy === null || result.kind === 'reply' || result.code !== 'aborted') return result;
  return { ...result, code: 'cancelled', detail: `${beatenBy} answered first.` };
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
  'cancelled',
]);

function describeAttempt(
  result: ChatReply | ChatFailure,
  context: Pick<AdmittedCall, 'model'> & {
    readonly run: CallRun;
    readonly n: number;
    readonly kind: ModelAttempt['kind'];
  },
): ModelAttempt {
  const { model, n, kind } = context;
  const isReply = result.kind === 'reply';
  const { input, cachedInput, output } = countTokens(result, context.run);
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
    input_tokens: input,
    output_tokens: output,
    cached_input_tokens: cachedInput,
    cost_usd: model.costOf({ input, cachedInput, output, durationMs: result.durationMs }),
    ...(isReply && result.read !== undefined ? { reading: result.read.reading } : {}),
  };
}

/** A call that was cancelled for another has sent its prompt; nobody says what it came to, so it is estimated. */
function countTokens(result: ChatReply | ChatFailure, { prompt }: CallRun) {
  if (result.kind === 'reply') {
    const { inputTokens: input, cachedInputTokens: cachedInput, outputTokens: output } = result;
    return { input, cachedInput, output };
  }
  const input = result.code === 'cancelled' ? prompt.token_count : 0;
  return { input, cachedInput: 0, output: 0 };
}
