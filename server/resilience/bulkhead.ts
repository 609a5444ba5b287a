import type { EnterOptions } from './call-gate.ts';

export interface BulkheadSettings {
  readonly maxConcurrent: number;
  readonly maxQueued: number;
  readonly maxWaitMs: number;
}

export interface Bulkhead {
  /** Every place is taken, and the queue is full. */
  isFull(): boolean;
  inFlight(): number;
  /** What gives the place back, or null when none became free in time. Rejects when the signal aborts. */
  acquire(options: EnterOptions): Promise<(() => void) | null>;
}

/** A semaphore with a bounded queue, first come first served. */
export function createBulkhead(settings: BulkheadSettings): Bulkhead {
  const queue = new Set<() => void>();
  let inFlight = 0;
  const isFull = () => inFlight >= settings.maxConcurrent && queue.size >= settings.maxQueued;
  const release = () => {
    const [next] = queue;
    if (next === undefined) inFlight -= 1;
    else next();
  };
  return {
    isFull,
    inFlight: () => inFlight,
    async acquire({ maxWaitMs, signal }) {
      signal.throwIfAborted();
      if (isFull()) return null;
      if (inFlight >= settings.maxConcurrent) {
        const waitMs = Math.min(maxWaitMs, settings.maxWaitMs);
        // Whoever gives a place back hands it over: it never counts as free in between.
        if (!(await waitInQueue(queue, waitMs, signal))) return null;
      } else {
        inFlight += 1;
      }
      return once(release);
    },
  };
}

/** Whether the turn came before the time was over. */
function waitInQueue(
  queue: Set<() => void>,
  waitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.delete(onTurn);
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    const onTurn = () => {
      leave();
      resolve(true);
    };
    const onAbort = () => {
      leave();
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      leave();
      resolve(false);
    }, waitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    queue.add(onTurn);
  });
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
