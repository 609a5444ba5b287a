import type { AlertState } from '../../contract/alert.ts';

/** How an alert stands. `since`: when it came to stand so, in milliseconds. */
export interface AlertPhase {
  readonly state: AlertState;
  readonly since: number;
}

/**
 * What one look at the figures says. `between`: no longer beyond the limit, not yet well; `none`: no figures; `same`:
 * nothing to judge by but what has been judged already.
 */
export type AlertSight = 'bad' | 'between' | 'well' | 'none' | 'same';

export interface AlertPatience {
  /** It opens when it has been bad for so long without a break. */
  readonly openAfterMs: number;
  /** It closes when it has been well for so long without a break. */
  readonly closeAfterMs: number;
}

export interface AlertStep {
  readonly phase: AlertPhase;
  readonly change: 'opened' | 'closed' | null;
}

/**
 * An alert as a pure function, with hysteresis in value and in time: it opens beyond one limit and closes on the good
 * side of another, each only after it has held. Without figures nothing opens and nothing closes, and without new ones
 * it stays just as it is.
 */
export function stepAlert(
  phase: AlertPhase,
  { sight, now }: { readonly sight: AlertSight; readonly now: number },
  patience: AlertPatience,
): AlertStep {
  if (sight === 'same') return stay(phase);
  switch (phase.state) {
    case 'ok':
    case 'pending':
      return stepClosed(phase, { sight, now }, patience);
    case 'open':
    case 'clearing':
      return stepOpen(phase, { sight, now }, patience);
  }
}

function stepClosed(
  phase: AlertPhase,
  { sight, now }: { readonly sight: AlertSight; readonly now: number },
  { openAfterMs }: AlertPatience,
): AlertStep {
  if (sight !== 'bad') return stay(phase.state === 'ok' ? phase : { state: 'ok', since: now });
  const badSince = phase.state === 'pending' ? phase.since : now;
  if (now - badSince < openAfterMs) return stay({ state: 'pending', since: badSince });
  return { phase: { state: 'open', since: now }, change: 'opened' };
}

function stepOpen(
  phase: AlertPhase,
  { sight, now }: { readonly sight: AlertSight; readonly now: number },
  { closeAfterMs }: AlertPatience,
): AlertStep {
  if (sight !== 'well') return stay(phase.state === 'open' ? phase : { state: 'open', since: now });
  const wellSince = phase.state === 'clearing' ? phase.since : now;
  if (now - wellSince < closeAfterMs) return stay({ state: 'clearing', since: wellSince });
  return { phase: { state: 'ok', since: now }, change: 'closed' };
}

function stay(phase: AlertPhase): AlertStep {
  return { phase, change: null };
}
