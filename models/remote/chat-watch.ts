export interface ChatTimeouts {
  /** From the call to the first piece of the answer. */
  readonly firstTokenMs: number;
  /** Between two pieces. */
  readonly idleMs: number;
  readonly totalMs: number;
}

/** Aborts a call that the caller gave up, or that runs out of one of its times. */
export interface ChatWatch {
  readonly signal: AbortSignal;
  /** Why the call was aborted; null while it was not. */
  readonly ending: () => 'caller' | { readonly timeout: string } | null;
  readonly sawToken: () => void;
  readonly stop: () => void;
}

export function watchChat(timeouts: ChatTimeouts, caller?: AbortSignal): ChatWatch {
  const controller = new AbortController();
  let ending: ReturnType<ChatWatch['ending']> = null;
  const end = (reason: NonNullable<typeof ending>) => {
    ending ??= reason;
    controller.abort();
  };
  const endAfter = (milliseconds: number, what: string) =>
    setTimeout(() => end({ timeout: `No ${what} within ${milliseconds} ms.` }), milliseconds);
  const onCallerAbort = () => end('caller');
  const total = endAfter(timeouts.totalMs, 'complete answer');
  let silence = endAfter(timeouts.firstTokenMs, 'first token');
  if (caller?.aborted === true) end('caller');
  caller?.addEventListener('abort', onCallerAbort, { once: true });

  return {
    signal: controller.signal,
    ending: () => ending,
    sawToken() {
      clearTimeout(silence);
      silence = endAfter(timeouts.idleMs, 'next token');
    },
    stop() {
      clearTimeout(total);
      clearTimeout(silence);
      caller?.removeEventListener('abort', onCallerAbort);
    },
  };
}
