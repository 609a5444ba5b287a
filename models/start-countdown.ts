/** A timer that is so late says that this process itself stood still. */
const LATE_MS = 100;

export interface Countdown {
  /** Begins it anew; much cheaper than another one. */
  restart(): void;
  stop(): void;
}

/**
 * Calls back when the time is over, and what had arrived by then has been read. After a pause of this
 * process every timer is due before anything is read, so nobody would have answered in time: as much
 * as it was late is given once more.
 */
export function startCountdown(
  milliseconds: number,
  onEnd: () => void,
  now: () => number,
): Countdown {
  let dueAt = now() + milliseconds;
  let late: NodeJS.Timeout | undefined;
  const timer = setTimeout(() => {
    const lateMs = now() - dueAt;
    late = setTimeout(onEnd, lateMs >= LATE_MS ? Math.min(lateMs, milliseconds) : 0);
  }, milliseconds);
  return {
    restart() {
      clearTimeout(late);
      dueAt = now() + milliseconds;
      timer.refresh();
    },
    stop() {
      clearTimeout(timer);
      clearTimeout(late);
    },
  };
}
