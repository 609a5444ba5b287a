export interface DrillSchedule {
  readonly name: string;
  /** What the first model does while it is struck: a behaviour of the simulator. */
  readonly behaviour: string;
  /** The share of its calls that are struck. */
  readonly share: number;
  /** Everything fails: the targets of an outage hold. */
  readonly isTotalOutage: boolean;
  /** How long the process that calls the models stands still when they would be struck. */
  readonly ownPauseMs?: number;
}

/** Before, while and after the first model is struck, in milliseconds from the start. */
export const STRUCK = { fromMs: 2_000, toMs: 6_000, endMs: 11_000 } as const;

/** Log-normal time until the first piece, alike for both models. */
export const LATENCY = { median_ms: 60, sigma: 0.4 } as const;

const TOTAL = { share: 1, isTotalOutage: true } as const;
const PARTIAL = { isTotalOutage: false } as const;

export const DRILL_SCHEDULES: readonly DrillSchedule[] = [
  { name: 'http-500', behaviour: 'sim-500', ...TOTAL },
  { name: 'rate-limit', behaviour: 'sim-429:2', ...TOTAL },
  { name: 'reset', behaviour: 'sim-reset', ...TOTAL },
  { name: 'silence', behaviour: 'sim-silence', ...TOTAL },
  { name: 'slow-first-token', behaviour: 'sim-slow-first-token:1500', ...TOTAL },
  { name: 'malformed', behaviour: 'sim-malformed-chunk', share: 1, ...PARTIAL },
  { name: 'cut-stream', behaviour: 'sim-cut-stream', share: 1, ...PARTIAL },
  { name: 'stall', behaviour: 'sim-stall', share: 1, ...PARTIAL },
  { name: 'brown-out-70', behaviour: 'sim-500', share: 0.7, ...PARTIAL },
  { name: 'brown-out-20', behaviour: 'sim-500', share: 0.2, ...PARTIAL },
  { name: 'own-pause', behaviour: 'sim-good', share: 0, ...PARTIAL, ownPauseMs: 1_200 },
  { name: 'no-done', behaviour: 'sim-no-done', share: 1, ...PARTIAL },
  { name: 'context-overflow', behaviour: 'sim-context-overflow', share: 1, ...PARTIAL },
  { name: 'content-filter', behaviour: 'sim-refused-by-filter', share: 1, ...PARTIAL },
];
