import type { ChatFailure, ChatReply, ChatRequest } from '../../../../models/chat-model.ts';
import type { CallGate } from '../../../../server/resilience/call-gate.ts';
import type { AnswerModel, CallLimits } from '../../../../server/generation/generation-request.ts';

/** What the model streams before it ends as it does. */
export interface ChatScript {
  readonly deltas?: readonly string[];
  readonly end: ChatReply | ChatFailure;
}

export function reply(text: string, facts: Partial<ChatReply> = {}): ChatReply {
  return {
    kind: 'reply',
    text,
    servedModel: 'served',
    fingerprint: null,
    finishReason: 'stop',
    inputTokens: 100,
    cachedInputTokens: 0,
    outputTokens: 10,
    ttftMs: 1,
    durationMs: 2,
    ...facts,
  };
}

export function failure(code: ChatFailure['code'], facts: Partial<ChatFailure> = {}): ChatFailure {
  return {
    kind: 'failure',
    code,
    detail: `It failed: ${code}.`,
    retryable: true,
    retryAfterSeconds: null,
    streamedAny: false,
    ttftMs: null,
    durationMs: 3,
    ...facts,
  };
}

/** Lets every call pass, and has none made again. */
export function openGate(facts: Partial<CallGate> = {}): CallGate {
  return {
    enter: () =>
      Promise.resolve({
        kind: 'entered',
        circuit: 'closed',
        generation: 0,
        end: () => 'closed',
        abandon: () => undefined,
      }),
    planRetry: () => null,
    hedgeAfterMs: () => null,
    takeHedge: () => true,
    reportQuality: () => undefined,
    ...facts,
  };
}

/** Room for many attempts, on a clock that stands still but for what is slept. */
export function callLimits(facts: Partial<CallLimits> = {}): CallLimits {
  let nowMs = 0;
  return {
    maxAttempts: 10,
    deadlineMs: 60_000,
    now: () => nowMs,
    sleep: (milliseconds: number) => {
      nowMs += milliseconds;
      return Promise.resolve();
    },
    ...facts,
  };
}

/** A model that does what it is told, once, and keeps what it was asked. */
export function scriptedModel(
  name: string,
  script: ChatScript,
  facts: Partial<AnswerModel> = {},
): AnswerModel & { readonly requests: readonly ChatRequest[] } {
  const requests: ChatRequest[] = [];
  return {
    name,
    provider: 'scripted',
    tier: 'medium',
    contextWindow: 8_000,
    maxOutputTokens: 50,
    gate: openGate(),
    costOf: ({ input, output }) => (input + output) / 1_000,
    ...facts,
    requests,
    chat: {
      provider: 'scripted',
      model: name,
      async chat(request) {
        requests.push(request);
        for (const delta of script.deltas ?? []) request.onDelta?.(delta);
        return script.end;
      },
    },
  };
}

/** The builtin answer: no model at all. */
export const builtin: AnswerModel = {
  name: 'builtin-extractive',
  provider: 'builtin',
  tier: 'small',
  contextWindow: Number.MAX_SAFE_INTEGER,
  maxOutputTokens: 0,
  chat: null,
  gate: null,
  costOf: () => 0,
};
