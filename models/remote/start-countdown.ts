/** A timer that is so late says that this process itself stood still. */
const LATE_MS = 100;

/**
 * Calls back when the time is over, and what had arrived by then has been read. After a pause of this
 * process every timer is due before anything is read, so nobody would have answered in time: as much
 * as it was late is given once more. Returns what stops it.
 */
export function startCountdown(
  milliseconds: number,
  onEnd: () => void,
  now: () => number,
): () => void {
  const dueAt = now() + milliseconds;
  let timer = setTimeout(() => {
    const lateMs = now() - dueAt;
    timer = setTimeout(onEnd, lateMs >= LATE_MS ? Math.min(lateMs, milliseconds) : 0);
  }, milliseconds);
  return () => clearTimeout(timer);
}
