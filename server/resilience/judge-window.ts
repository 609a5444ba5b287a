import type { CircuitCause } from '../../contract/circuit.ts';
import { tallySince, type CircuitWindow, type Tally } from './circuit-window.ts';
import { costRatio, type CostBaseline } from './cost-baseline.ts';

export interface CircuitLimits {
  readonly windowSeconds: number;
  /** Fewer calls, or checks, are not judged. */
  readonly minimumCalls: number;
  /** Shares from which on the circuit opens, 0 to 1. */
  readonly failureRate: number;
  readonly slowCallRate: number;
  readonly qualityFailRate: number;
  readonly slowCallMs: number;
  /** A success may cost so many times what it used to. */
  readonly costRatio: number;
}

export interface Verdict {
  readonly cause: CircuitCause;
  readonly detail: string;
}

/**
 * Under load a whole window answers late: its good seconds outweigh the bad ones for long. So its last
 * seconds are judged as well, from so many times as many calls on that chance alone seldom opens.
 */
const RECENT = { seconds: 5, timesMinimum: 5 };

/** Whether what is in the window opens the circuit; the first reason counts. */
export function judgeWindow(
  circuit: {
    readonly window: CircuitWindow;
    readonly consecutiveFailures: number;
    readonly baseline: CostBaseline;
  },
  now: number,
  limits: CircuitLimits,
): Verdict | null {
  const { minimumCalls, windowSeconds } = limits;
  if (circuit.consecutiveFailures >= minimumCalls) {
    const detail = `The last ${circuit.consecutiveFailures} calls failed.`;
    return { cause: 'consecutive_failures', detail };
  }
  const whole = tallySince(circuit.window, { now, windowSeconds });
  const recentSeconds = Math.min(RECENT.seconds, windowSeconds);
  const recent = tallySince(circuit.window, { now, windowSeconds: recentSeconds });
  return (
    judgeRates(whole, minimumCalls, limits) ??
    judgeRates(recent, minimumCalls * RECENT.timesMinimum, limits) ??
    judgeCost(circuit.baseline, whole, limits) ??
    judgeQuality(whole, limits)
  );
}

function judgeRates(tally: Tally, minimum: number, limits: CircuitLimits): Verdict | null {
  const { calls, failures, slow } = tally;
  if (calls < minimum) return null;
  if (failures / calls >= limits.failureRate) {
    return { cause: 'failure_rate', detail: `${failures} of ${calls} calls failed.` };
  }
  if (slow / calls < limits.slowCallRate) return null;
  const detail = `${slow} of ${calls} calls took ${limits.slowCallMs} ms or longer.`;
  return { cause: 'slow_call_rate', detail };
}

function judgeCost(baseline: CostBaseline, tally: Tally, limits: CircuitLimits): Verdict | null {
  if (tally.calls < limits.minimumCalls) return null;
  const ratio = costRatio(baseline, tally);
  if (ratio === null || ratio < limits.costRatio) return null;
  return {
    cause: 'cost_per_success',
    detail: `A success costs ${ratio.toFixed(1)} times what it used to.`,
  };
}

function judgeQuality(tally: Tally, limits: CircuitLimits): Verdict | null {
  const { checks, failedChecks } = tally;
  if (checks < limits.minimumCalls || failedChecks / checks < limits.qualityFailRate) return null;
  return {
    cause: 'quality_fail_rate',
    detail: `Nothing could be verified of ${failedChecks} of ${checks} answers.`,
  };
}
