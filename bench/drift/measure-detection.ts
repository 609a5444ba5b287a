import { DRIFT_LIMITS } from '../../contract/drift.ts';
import { compareWindows } from '../../core/drift/compare-windows.ts';
import { poolAnswers, type MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import { createRandom } from '../random.ts';
import { largestPsi } from './population-stability.ts';

const WINDOW = 500;
const PSI_LIMIT = 0.1;

/** Draws one answer before the change, or after it. */
export interface Scenario {
  readonly before: (random: () => number) => MeasuredAnswer;
  readonly after: (random: () => number) => MeasuredAnswer;
}

export interface Detection {
  readonly comparisons: number;
  readonly alarms: number;
  readonly rate: number;
  readonly low: number;
  readonly high: number;
  /** Of the control, that takes the largest PSI of all measures above 0.1 for drift. */
  readonly psiRate: number;
  readonly requests: number;
}

/** How often a window after the change is said to differ from answers before it; each comparison has answers of its own. */
export function measureDetection(scenario: Scenario, comparisons: number, seed: number): Detection {
  const random = createRandom(seed);
  const draw = (count: number, one: Scenario['before']) =>
    Array.from({ length: count }, () => one(random));
  let [alarms, psiAlarms] = [0, 0];
  for (let compared = 0; compared < comparisons; compared += 1) {
    const reference = draw(DRIFT_LIMITS.maxReference, scenario.before);
    const current = draw(WINDOW, scenario.after);
    const { p } = compareWindows(poolAnswers([...reference, ...current]), WINDOW, {
      alpha: DRIFT_LIMITS.alpha,
      seed: seed + compared,
    });
    if (p <= DRIFT_LIMITS.alpha) alarms += 1;
    if (largestPsi(reference, current) > PSI_LIMIT) psiAlarms += 1;
  }
  const interval = wilsonInterval(alarms, comparisons) ?? { low: 0, high: 1 };
  return {
    comparisons,
    alarms,
    rate: alarms / comparisons,
    ...interval,
    psiRate: psiAlarms / comparisons,
    requests: comparisons * (DRIFT_LIMITS.maxReference + WINDOW),
  };
}

/** A stream of requests, each window compared with the answers before it, as a server does. */
export function followStream(
  requests: number,
  draw: Scenario['before'],
  seed: number,
): {
  readonly windows: number;
  readonly alarms: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
} {
  const startedAt = performance.now();
  const usedBefore = process.cpuUsage();
  const random = createRandom(seed);
  let past: readonly MeasuredAnswer[] = [];
  let [windows, alarms] = [0, 0];
  for (let asked = 0; asked < requests; asked += WINDOW) {
    const current = Array.from({ length: WINDOW }, () => draw(random));
    if (past.length >= WINDOW) {
      const pooled = poolAnswers([...past, ...current]);
      const { p } = compareWindows(pooled, WINDOW, { alpha: DRIFT_LIMITS.alpha, seed: asked });
      windows += 1;
      if (p <= DRIFT_LIMITS.alpha) alarms += 1;
    }
    past = [...past, ...current].slice(-DRIFT_LIMITS.maxReference);
  }
  const { user, system } = process.cpuUsage(usedBefore);
  const seconds = (performance.now() - startedAt) / 1000;
  return { windows, alarms, seconds, cpuSeconds: (user + system) / 1e6 };
}
