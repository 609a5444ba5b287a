import type { CircuitCause, CircuitState } from '../../contract/circuit.ts';
import { addToWindow, sumTallies, type CircuitWindow } from './circuit-window.ts';
import { learnCost, NO_BASELINE, type CostBaseline } from './cost-baseline.ts';
import { judgeWindow, type CircuitLimits, type Verdict } from './judge-window.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';

export interface CircuitSettings extends CircuitLimits {
  /** How long an open circuit waits; each opening in a row waits `factor` times as long. */
  readonly wait: { readonly baseMs: number; readonly factor: number; readonly maxMs: number };
  /** At most so many in flight, and so many must succeed before the circuit closes. */
  readonly probes: number;
}

interface Common {
  /** Grows with each change of state: a result of an older generation says nothing of this one. */
  readonly generation: number;
  readonly seed: number;
  /** When this state began. */
  readonly since: number;
  /** Openings in a row; a circuit that stayed closed for a whole window begins anew. */
  readonly openings: number;
  readonly baseline: CostBaseline;
}

type Phase =
  | {
      readonly kind: 'closed';
      readonly window: CircuitWindow;
      readonly consecutiveFailures: number;
      /** When the first of these began; null without any. */
      readonly failingSince: number | null;
    }
  | { readonly kind: 'open'; readonly cause: CircuitCause; readonly retryAt: number }
  | {
      readonly kind: 'half_open';
      readonly inFlight: number;
      readonly succeeded: number;
      readonly lastPlacedAt: number;
    }
  | { readonly kind: 'forced_open'; readonly reason: string };

/** The state of one circuit. All times are milliseconds of a clock that never goes back. */
export type Circuit = Common & Phase;
type In<Kind extends CircuitState> = Common & Extract<Phase, { readonly kind: Kind }>;

/** How a call ended. `neutral`: it says nothing of the model, as when the caller left. */
export type CallEnding =
  | { readonly kind: 'success'; readonly durationMs: number; readonly costUsd: number }
  | {
      readonly kind: 'failure';
      readonly durationMs: number;
      readonly costUsd: number;
      /** How long the provider asked to be left alone. */
      readonly retryAfterMs: number | null;
    }
  | { readonly kind: 'neutral' };

export type CircuitEvent =
  | { readonly kind: 'place' }
  | { readonly kind: 'end'; readonly generation: number; readonly ending: CallEnding }
  | { readonly kind: 'check'; readonly generation: number; readonly isGood: boolean }
  | { readonly kind: 'force_open'; readonly reason: string }
  | { readonly kind: 'release'; readonly reason: string };

export type CircuitEffect =
  | { readonly kind: 'permit'; readonly generation: number }
  | { readonly kind: 'refuse'; readonly detail: string }
  | {
      readonly kind: 'transition';
      readonly from: CircuitState;
      readonly to: CircuitState;
      readonly cause: CircuitCause;
      readonly detail: string;
      /** When what opened a closed circuit began; null for every other change. */
      readonly firstBadAt: number | null;
    };

export interface Step {
  readonly circuit: Circuit;
  readonly effects: readonly CircuitEffect[];
}

export interface CircuitContext {
  readonly now: number;
  readonly settings: CircuitSettings;
}

/** No call may take longer: a probe that has not ended by then never will. */
const LOST_AFTER_MS = 15 * 60_000;
/** A wait is at least this share of its full length: servers do not come back all at once. */
const MIN_WAIT_SHARE = 0.5;

const CLOSED = { kind: 'closed', window: [], consecutiveFailures: 0, failingSince: null } as const;

export function newCircuit(seed: number, now: number): Circuit {
  return { generation: 0, seed, since: now, openings: 0, baseline: NO_BASELINE, ...CLOSED };
}

/**
 * The circuit breaker (M. Nygard, Release It!, 2007) as a pure function: the circuit after an event,
 * and what follows from it. Its jitter comes from the seed in the circuit.
 */
export function stepCircuit(circuit: Circuit, event: CircuitEvent, context: CircuitContext): Step {
  switch (event.kind) {
    case 'place':
      return place(circuit, context);
    case 'end':
      if (event.generation !== circuit.generation) return stay(circuit);
      return end(circuit, event.ending, context);
    case 'check':
      if (event.generation !== circuit.generation || circuit.kind !== 'closed') {
        return stay(circuit);
      }
      return count(
        circuit,
        {
          checks: 1,
          failedChecks: event.isGood ? 0 : 1,
          firstBadAt: event.isGood ? null : context.now,
        },
        context,
      );
    case 'force_open':
      return change(
        circuit,
        {
          phase: { kind: 'forced_open', reason: event.reason },
          cause: 'forced',
          detail: event.reason,
        },
        context,
      );
    case 'release':
      if (circuit.kind !== 'forced_open') return stay(circuit);
      // What happened meanwhile is not known: it has to prove itself first.
      return change(
        circuit,
        { phase: halfOpen(context.now, 0), cause: 'released', detail: event.reason },
        context,
      );
  }
}

/** Why no call may be placed now; null when one may. Changes nothing: only placing a call counts it. */
export function explainRefusal(circuit: Circuit, context: CircuitContext): string | null {
  const { now, settings } = context;
  switch (circuit.kind) {
    case 'closed':
      return null;
    case 'open': {
      const seconds = Math.ceil((circuit.retryAt - now) / 1_000);
      return seconds > 0 ? `Its circuit is open (${circuit.cause}) for ${seconds} s more.` : null;
    }
    case 'half_open':
      if (circuit.inFlight + circuit.succeeded < settings.probes) return null;
      if (now - circuit.lastPlacedAt >= LOST_AFTER_MS) return null;
      return 'Its circuit is half open, and the probes are under way.';
    case 'forced_open':
      return `Its circuit was opened by hand: ${circuit.reason}`;
  }
}

function place(circuit: Circuit, context: CircuitContext): Step {
  const refusal = explainRefusal(circuit, context);
  if (refusal !== null) return { circuit, effects: [{ kind: 'refuse', detail: refusal }] };
  if (circuit.kind === 'open') {
    return probeFirst(circuit, { cause: 'wait_over', detail: 'A probe decides.' }, context);
  }
  if (circuit.kind !== 'half_open') return permit(circuit);
  if (circuit.inFlight + circuit.succeeded >= context.settings.probes) {
    return probeFirst(circuit, { cause: 'probes_lost', detail: 'No probe has ended.' }, context);
  }
  return permit({ ...circuit, inFlight: circuit.inFlight + 1, lastPlacedAt: context.now });
}

function probeFirst(
  circuit: Circuit,
  why: { readonly cause: CircuitCause; readonly detail: string },
  context: CircuitContext,
): Step {
  const changed = change(circuit, { phase: halfOpen(context.now, 1), ...why }, context);
  const permitted = permit(changed.circuit);
  return { ...permitted, effects: [...changed.effects, ...permitted.effects] };
}

function end(circuit: Circuit, ending: CallEnding, context: CircuitContext): Step {
  if (circuit.kind === 'half_open') return endProbe(circuit, ending, context);
  if (circuit.kind !== 'closed' || ending.kind === 'neutral') return stay(circuit);
  const isFailure = ending.kind === 'failure';
  const isSlow = ending.durationMs >= context.settings.slowCallMs;
  const failing = isFailure ? circuit.consecutiveFailures + 1 : 0;
  const beganAt = context.now - ending.durationMs;
  const failingSince = isFailure ? (circuit.failingSince ?? beganAt) : null;
  return count(
    { ...circuit, consecutiveFailures: failing, failingSince },
    {
      calls: 1,
      failures: isFailure ? 1 : 0,
      slow: isSlow ? 1 : 0,
      costUsd: ending.costUsd,
      firstBadAt: isFailure || isSlow ? beganAt : null,
    },
    { ...context, retryAfterMs: isFailure ? ending.retryAfterMs : null },
  );
}

function endProbe(circuit: In<'half_open'>, ending: CallEnding, context: CircuitContext): Step {
  const inFlight = circuit.inFlight - 1;
  if (ending.kind === 'neutral') return stay({ ...circuit, inFlight });
  if (ending.kind === 'failure') {
    const why = { cause: 'probe_failed', detail: 'A probe failed.' } as const;
    return open(circuit, { ...why, retryAfterMs: ending.retryAfterMs }, context);
  }
  if (ending.durationMs >= context.settings.slowCallMs) {
    const why = { cause: 'probe_slow', detail: 'A probe was slow.' } as const;
    return open(circuit, { ...why, retryAfterMs: null }, context);
  }
  const succeeded = circuit.succeeded + 1;
  if (succeeded < context.settings.probes) return stay({ ...circuit, inFlight, succeeded });
  return change(
    circuit,
    {
      phase: CLOSED,
      cause: 'probes_succeeded',
      detail: `${succeeded} probes succeeded.`,
    },
    context,
  );
}

function count(
  circuit: In<'closed'>,
  added: Parameters<typeof addToWindow>[1],
  context: CircuitContext & { readonly retryAfterMs?: number | null },
): Step {
  const { now, settings } = context;
  const { window, left } = addToWindow(circuit.window, added, { now, ...settings });
  const counted = { ...circuit, window, baseline: learnCost(circuit.baseline, left) };
  const verdict = judgeWindow(counted, now, settings);
  if (verdict === null) return stay(counted);
  return open(counted, { ...verdict, retryAfterMs: context.retryAfterMs ?? null }, context);
}

function open(
  circuit: In<'closed'> | In<'half_open'>,
  why: Verdict & { readonly retryAfterMs: number | null },
  context: CircuitContext,
): Step {
  const { now, settings } = context;
  const { wait } = settings;
  const wasStable =
    circuit.kind === 'closed' && now - circuit.since >= settings.windowSeconds * 1e3;
  const openings = wasStable ? 0 : circuit.openings;
  const draw = nextRandom(circuit.seed);
  const fullMs = Math.min(wait.baseMs * wait.factor ** openings, wait.maxMs);
  const jitteredMs = fullMs * (MIN_WAIT_SHARE + (1 - MIN_WAIT_SHARE) * draw.value);
  const retryAt = now + Math.max(jitteredMs, why.retryAfterMs ?? 0);
  return change(
    { ...circuit, seed: draw.seed, openings: openings + 1, baseline: lastBaseline(circuit) },
    {
      phase: { kind: 'open', cause: why.cause, retryAt },
      cause: why.cause,
      detail: why.detail,
      firstBadAt: circuit.kind === 'closed' ? beginOf(circuit, why, now) : null,
    },
    context,
  );
}

/** The cost of a success has no first bad call: it is seen in many. */
function beginOf(circuit: In<'closed'>, { cause }: Verdict, now: number): number {
  const isStreak = cause === 'consecutive_failures';
  return (isStreak ? circuit.failingSince : sumTallies(circuit.window).firstBadAt) ?? now;
}

/** What opened a circuit is learned, too: what stays dearer for good does not open it for ever. */
function lastBaseline(circuit: In<'closed'> | In<'half_open'>): CostBaseline {
  if (circuit.kind === 'half_open') return circuit.baseline;
  return learnCost(circuit.baseline, sumTallies(circuit.window));
}

function change(
  circuit: Circuit,
  to: Verdict & { readonly phase: Phase; readonly firstBadAt?: number | null },
  { now }: CircuitContext,
): Step {
  const { generation, seed, openings, baseline } = circuit;
  const { phase, cause, detail, firstBadAt = null } = to;
  return {
    circuit: { generation: generation + 1, seed, since: now, openings, baseline, ...phase },
    effects: [
      { kind: 'transition', from: circuit.kind, to: phase.kind, cause, detail, firstBadAt },
    ],
  };
}

function halfOpen(now: number, inFlight: number): Phase {
  return { kind: 'half_open', inFlight, succeeded: 0, lastPlacedAt: now };
}

function permit(circuit: Circuit): Step {
  return { circuit, effects: [{ kind: 'permit', generation: circuit.generation }] };
}

function stay(circuit: Circuit): Step {
  return { circuit, effects: [] };
}
