import { setTimeout as sleep } from 'node:timers/promises';

/** Ends the pause of everybody who waits. */
export interface Bell {
  ring(): void;
  /** Until it rings, the time is over, or `stopping` aborts. */
  wait(milliseconds: number, stopping: AbortSignal): Promise<void>;
}

export function createBell(): Bell {
  let ringing = new AbortController();
  return {
    ring() {
      ringing.abort();
      ringing = new AbortController();
    },
    async wait(milliseconds, stopping) {
      const signal = AbortSignal.any([ringing.signal, stopping]);
      await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    },
  };
}
