/** How often something may crash before it is given up, and how long to wait before each restart. */
export interface CrashPolicy {
  readonly maxCrashes: number;
  readonly windowMs: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export const DEFAULT_CRASH_POLICY: CrashPolicy = {
  maxCrashes: 5,
  windowMs: 60_000,
  firstDelayMs: 250,
  maxDelayMs: 8_000,
};

/** Counts the crashes of the last while. */
export class CrashLimit {
  readonly #policy: CrashPolicy;
  readonly #now: () => number;
  #crashes: readonly number[] = [];

  constructor(policy: CrashPolicy, now: () => number) {
    this.#policy = policy;
    this.#now = now;
  }

  /** Notes a crash: milliseconds to wait before the restart, or null when it is one too many. */
  nextDelay(): number | null {
    const { maxCrashes, windowMs, firstDelayMs, maxDelayMs } = this.#policy;
    const now = this.#now();
    this.#crashes = [...this.#crashes.filter((at) => now - at < windowMs), now];
    if (this.#crashes.length >= maxCrashes) return null;
    return Math.min(maxDelayMs, firstDelayMs * 2 ** (this.#crashes.length - 1));
  }
}
