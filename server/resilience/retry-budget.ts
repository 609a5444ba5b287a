export interface RetryBudgetSettings {
  /** Retries that one call earns. */
  readonly ratio: number;
  /** How many may be saved up; so many are there at first. */
  readonly reserve: number;
}

export interface RetryBudget {
  earn(): void;
  /** Whether there was one left to take. */
  take(): boolean;
}

/** Retries in proportion to calls, as in gRPC's retry throttling (proposal A6): never a storm of them. */
export function createRetryBudget({ ratio, reserve }: RetryBudgetSettings): RetryBudget {
  let saved = reserve;
  return {
    earn() {
      saved = Math.min(saved + ratio, Math.max(reserve, 1));
    },
    take() {
      // Tenths do not add up to one exactly.
      if (saved < 1 - 1e-9) return false;
      saved -= 1;
      return true;
    },
  };
}
