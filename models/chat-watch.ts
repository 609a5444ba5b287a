import { failure, type Explanation } from './chat-failure.ts';
import { startCountdown, type Countdown } from './start-countdown.ts';

export interface ChatTimeouts {
  /** From the call to the first piece of the answer. */
  readonly firstTokenMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
  readonly totalMs: number;
}

export type ChatEnding =
  'caller' | { readonly kind: 'timeout' | 'deadline'; readonly detail: string };

/** What the caller of a call has to say about its end. */
export interface ChatCaller {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** From this share of its own time on, a model that is out of the caller's time has been slow itself. */
const OWN_FAULT_SHARE = 0.5;

/** Aborts a call that the caller gave up, or that runs out of one of its times. */
export interface ChatWatch {
  readonly signal: AbortSignal;
  /** Why the call was aborted; null while it was not. */
  readonly ending: () => ChatEnding | null;
  readonly sawToken: () => void;
  readonly stop: () => void;
}

export function watchChat(timeouts: ChatTimeouts, caller: ChatCaller): ChatWatch {
  const controller = new AbortController();
  const { signal, timeoutMs = timeouts.totalMs } = caller;
  const totalMs = Math.ceil(Math.min(timeouts.totalMs, timeoutMs));
  const kind = totalMs < timeouts.totalMs * OWN_FAULT_SHARE ? 'deadline' : 'timeout';
  let ending: ChatEnding | null = null;
  const end = (reason: ChatEnding) => {
    ending ??= reason;
    controller.abort();
  };
  const endAfter = (milliseconds: number, what: string, kind: 'timeout' | 'deadline' = 'timeout') =>
    startCountdown(
      milliseconds,
      () => end({ kind, detail: `No ${what} within ${milliseconds} ms.` }),
      caller.now,
    );
  const onCallerAbort = () => end('caller');
  const total = endAfter(totalMs, 'complete answer', kind);
  const silence = endAfter(timeouts.firstTokenMs, 'first token');
  let idle: Countdown | null = null;
  if (signal?.aborted === true) end('caller');
  signal?.addEventListener('abort', onCallerAbort, { once: true });

  return {
    signal: controller.signal,
    ending: () => ending,
    sawToken() {
      silence.stop();
      if (idle === null) idle = endAfter(timeouts.idleMs, 'next token');
      else idle.restart();
    },
    stop() {
      total.stop();
      silence.stop();
      idle?.stop();
      signal?.removeEventListener('abort', onCallerAbort);
    },
  };
}

/** The failure that a call ended with which was aborted; null where it was not. */
export function explainEnding(watch: Pick<ChatWatch, 'ending'>): Explanation | null {
  const ending = watch.ending();
  if (ending === null) return null;
  return ending === 'caller'
    ? failure('aborted', 'The caller gave up.')
    : failure(ending.kind, ending.detail);
}
