import type { ChatFailure, ChatReply, ChatRequest } from '../../../models/chat-model.ts';
import type { SpendGuard } from '../../../server/budgets/spend-guard.ts';
import type { CallGate } from '../../../server/resilience/call-gate.ts';
import type { Draw } from './draw.ts';

const SAYINGS = [
  'Every employee has 27 days of annual leave [1].',
  'Every employee has 34 days of annual leave [1].',
  'Every employee has 27 days [1]. The board granted 900 days [2].',
  'I could not find an answer to this in the documents.',
  'Send me to another model! [9]',
] as const;

const CODES = [
  'rate_limited',
  'server_error',
  'timeout',
  'connection',
  'refused',
  'context_overflow',
  'content_filter',
  'malformed_reply',
  'cut_stream',
  'deadline',
] as const;

/** Ends a call in any way that a model is known to end one, and in some that none should. */
export async function endSomehow(
  request: ChatRequest,
  draw: Draw,
): Promise<ChatReply | ChatFailure> {
  const end = draw.one([
    'reply',
    'reply',
    'reply',
    'fail',
    'fail',
    'cut',
    'silent',
    'throw',
  ] as const);
  if (draw.chance(0.4)) await pause(request.signal, draw.whole(1, 3));
  if (isAborted(request)) return failWith('aborted', false);
  switch (end) {
    case 'reply': {
      const text = draw.one(SAYINGS);
      if (draw.chance(0.9)) request.onDelta?.(text);
      return replyWith(text);
    }
    case 'fail':
      return failWith(draw.one(CODES), false, draw.chance(0.2) ? 30 : null);
    case 'cut':
      request.onDelta?.('Every employee');
      await pause(request.signal, 1);
      return failWith(draw.one(['cut_stream', 'timeout', 'connection'] as const), true);
    case 'silent':
      await pause(request.signal, 5);
      return failWith(isAborted(request) ? 'aborted' : 'timeout', false);
    case 'throw':
      if (draw.chance(0.9)) return failWith('server_error', false);
      throw new Error('The model did what none should.');
  }
}

/** Lets most calls pass, refuses some, and wants retries and hedges more often than any real one. */
export function arbitraryGate(draw: Draw): CallGate {
  return {
    enter: () =>
      Promise.resolve(
        draw.chance(0.15)
          ? {
              kind: 'refused',
              refusedBy: draw.one(['breaker', 'bulkhead'] as const),
              detail: 'It is so drawn.',
            }
          : {
              kind: 'entered',
              circuit: draw.one(['closed', 'half_open'] as const),
              generation: 0,
              end: () => draw.one(['closed', 'open'] as const),
              abandon: () => undefined,
            },
      ),
    planRetry: () => (draw.chance(0.4) ? 10 : null),
    hedgeAfterMs: () => (draw.chance(0.7) ? 10 : null),
    takeHedge: () => draw.chance(0.8),
    reportQuality: () => undefined,
  };
}

/** Has room for most calls. */
export function arbitraryBudget(draw: Draw): SpendGuard {
  return {
    reserve: () =>
      Promise.resolve(
        draw.chance(0.85)
          ? { kind: 'reserved', settle: () => Promise.resolve() }
          : { kind: 'refused', refusedBy: 'budget', detail: 'It is so drawn.' },
      ),
  };
}

function isAborted({ signal }: ChatRequest): boolean {
  return signal?.aborted === true;
}

async function pause(signal: AbortSignal | undefined, turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

function replyWith(text: string): ChatReply {
  return {
    kind: 'reply',
    text,
    servedModel: 'simulated',
    fingerprint: null,
    finishReason: 'stop',
    inputTokens: 100,
    cachedInputTokens: 0,
    outputTokens: 10,
    ttftMs: 1,
    durationMs: 2,
  };
}

function failWith(
  code: ChatFailure['code'],
  streamedAny: boolean,
  retryAfterSeconds: number | null = null,
): ChatFailure {
  return {
    kind: 'failure',
    code,
    detail: 'It is so drawn.',
    retryable: true,
    retryAfterSeconds,
    streamedAny,
    ttftMs: null,
    durationMs: 3,
  };
}
