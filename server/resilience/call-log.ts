export interface LoggedCall {
  /** When it ended, on a clock that never goes back. */
  readonly at: number;
  readonly durationMs: number;
  readonly isFailure: boolean;
}

export interface CallSummary {
  readonly calls: number;
  readonly failures: number;
  /** The 95th percentile of all durations; null without calls. */
  readonly p95Ms: number | null;
}

export interface CallLog {
  add(call: LoggedCall): void;
  summarize(now: number): CallSummary;
}

/** The newest calls that count, however many come. */
const MAX_CALLS = 2_000;

/** Remembers the calls of the last so many milliseconds, whatever becomes of the circuit meanwhile. */
export function createCallLog(keepMs: number): CallLog {
  let calls: LoggedCall[] = [];
  return {
    add(call) {
      calls.push(call);
      // Twice the number, so that dropping the old is seldom work.
      if (calls.length >= 2 * MAX_CALLS) calls = calls.slice(-MAX_CALLS);
    },
    summarize(now) {
      const recent = calls.filter((call) => call.at > now - keepMs).slice(-MAX_CALLS);
      const durations = recent.map((call) => call.durationMs).toSorted((a, b) => a - b);
      return {
        calls: recent.length,
        failures: recent.filter((call) => call.isFailure).length,
        p95Ms: durations[Math.ceil(durations.length * 0.95) - 1] ?? null,
      };
    },
  };
}
