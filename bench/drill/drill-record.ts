import type { CircuitTransition } from '../../contract/circuit.ts';
import type { ModelAttempt } from '../../contract/routing.ts';

/** One request of a drill. Times are milliseconds from the start of the schedule. */
export interface DrillRequest {
  readonly startedAt: number;
  readonly endedAt: number;
  /** What the asker got; `cut` and `error` are failures that everybody sees. */
  readonly result: 'model' | 'rule_based' | 'cut' | 'error';
  readonly attempts: readonly ModelAttempt[];
}

/** When each call of the struck model ended, and how. */
export interface DrillCall {
  readonly endedAt: number;
  readonly isFailure: boolean;
}

export interface DrillRecord {
  readonly requests: readonly DrillRequest[];
  /** Of the struck model's circuit; `at` counts from the start of the schedule. */
  readonly transitions: readonly (Omit<CircuitTransition, 'at'> & { readonly at: number })[];
  readonly calls: readonly DrillCall[];
  readonly mostProbesInFlight: number;
  /** The longest that this process could not look at anything: a busy machine makes timeouts of its own. */
  readonly longestPauseMs: number;
}
