export interface DueTime {
  readonly isOverdue: boolean;
  /** `in 12 min`, `3 h 5 min late` */
  readonly text: string;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long there is until a decision is due, or how late it is. */
export function describeDue(dueAt: string, now: number): DueTime {
  const left = Date.parse(dueAt) - now;
  const span = describeSpan(Math.abs(left));
  return left < 0
    ? { isOverdue: true, text: `${span} late` }
    : { isOverdue: false, text: `in ${span}` };
}

function describeSpan(ms: number): string {
  if (ms < MINUTE_MS) return 'less than a minute';
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS)
    return `${Math.floor(ms / HOUR_MS)} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
  return `${Math.floor(ms / DAY_MS)} d ${Math.floor((ms % DAY_MS) / HOUR_MS)} h`;
}
