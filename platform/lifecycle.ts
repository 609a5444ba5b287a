import { messageOf } from './errors.ts';
import type { Logger } from './log.ts';

/** One thing to close at the end, for example the HTTP server, then the database pool. */
export interface Closer {
  readonly name: string;
  readonly close: () => Promise<void> | void;
}

export interface LifecycleOptions {
  readonly logger: Logger;
  /** Run one after the other, in this order; a closer that fails does not stop the next. */
  readonly closers: readonly Closer[];
  /** After this long the process ends with exit code 1, whatever is still open. */
  readonly deadlineMs?: number;
  /** The process; replaced in tests. */
  readonly host?: LifecycleHost;
  /** Milliseconds; replaced in tests. */
  readonly now?: () => number;
}

/** What a lifecycle needs of `process`. */
export interface LifecycleHost {
  readonly on: (event: string, listener: (reason: unknown) => void) => unknown;
  readonly exit: (code: number) => void;
  /** True while a parent holds the other end of a channel, false when it has gone. */
  readonly connected?: boolean | undefined;
}

export interface Lifecycle {
  /** Closes everything and ends the process, as a signal does. */
  stop(reason: string): Promise<void>;
}

const DEFAULT_DEADLINE_MS = 25_000;
/** Ctrl-C under `npm` arrives twice, from the terminal and from npm: that is one wish to stop. */
const SAME_WISH_MS = 500;

/**
 * Ends this process in good order on SIGTERM, SIGINT or when its parent has gone: exit code 0 when
 * everything closed in time, else 1. A second signal ends it at once; so does a rejection that
 * nobody handles, which leaves the process in a state that nobody knows.
 */
export function manageLifecycle(options: LifecycleOptions): Lifecycle {
  const { logger, closers, deadlineMs = DEFAULT_DEADLINE_MS } = options;
  const { host = process, now = Date.now } = options;
  let stoppingSince: number | null = null;

  async function stop(reason: string): Promise<void> {
    if (stoppingSince !== null) return;
    stoppingSince = now();
    logger.info({ reason }, 'process.stopping');
    const deadline = setTimeout(() => {
      logger.error({ deadlineMs }, 'process.stop_deadline_exceeded');
      host.exit(1);
    }, deadlineMs);
    const allClosed = await closeInOrder(closers, logger);
    clearTimeout(deadline);
    host.exit(allClosed ? 0 : 1);
  }

  function onSignal(signal: string): void {
    if (stoppingSince === null) void stop(signal);
    else if (now() - stoppingSince > SAME_WISH_MS) host.exit(1);
  }

  host.on('SIGTERM', () => onSignal('SIGTERM'));
  host.on('SIGINT', () => {
    // A terminal signals the whole family; a child leaves the order of stopping to its parent.
    if (host.connected !== true) onSignal('SIGINT');
  });
  host.on('disconnect', () => void stop('disconnect'));
  if (host.connected === false) void stop('disconnect');
  host.on('unhandledRejection', (reason) => {
    logger.fatal({ err: reason }, 'process.unhandled_rejection');
    host.exit(1);
  });
  return { stop };
}

async function closeInOrder(closers: readonly Closer[], logger: Logger): Promise<boolean> {
  let allClosed = true;
  for (const { name, close } of closers) {
    try {
      await close();
    } catch (error) {
      allClosed = false;
      logger.error({ closer: name, message: messageOf(error) }, 'process.close_failed');
    }
  }
  return allClosed;
}
