import { DRIFT_LIMITS } from '../../contract/drift.ts';
import { compareWindows } from '../../core/drift/compare-windows.ts';
import { poolAnswers, type MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { createRandom } from '../random.ts';
import type { Scenario } from './measure-detection.ts';

export interface AlertFollowing {
  /** Windows' worth of answers that were followed, and the looks at them. */
  readonly windows: number;
  readonly looks: number;
  /** How often it opened: at the first look that found something, and where the next one has to confirm it. */
  readonly openedAtOnce: number;
  readonly openedConfirmed: number;
  readonly msPerLook: number;
}

/** Looks at answers of one kind each time that a share of a window is new, as a rule of kind drift does. */
export function followAlert(
  windows: number,
  { window, newShare }: { readonly window: number; readonly newShare: number },
  draw: Scenario['before'],
): AlertFollowing {
  const random = createRandom(windows);
  const step = Math.ceil(newShare * window);
  const rows = drawMany(DRIFT_LIMITS.maxReference + window, () => draw(random));
  const found: boolean[] = [];
  let spentMs = 0;
  for (let asked = 0; asked < windows * window; asked += step) {
    rows.splice(0, step);
    rows.push(...drawMany(step, () => draw(random)));
    const startedAt = performance.now();
    found.push(hasMoved(rows, window));
    spentMs += performance.now() - startedAt;
  }
  const confirmed = found.map((isFound, look) => isFound && found[look - 1] === true);
  return {
    windows,
    looks: found.length,
    openedAtOnce: countBeginnings(found),
    openedConfirmed: countBeginnings(confirmed),
    msPerLook: spentMs / found.length,
  };
}

/** How many answers after a change until it opens, when two looks in a row have to find it; null for not in ten windows. */
export function answersUntilOpen(
  scenario: Scenario,
  { window, newShare }: { readonly window: number; readonly newShare: number },
  seed: number,
): number | null {
  const random = createRandom(seed);
  const step = Math.ceil(newShare * window);
  const rows = drawMany(DRIFT_LIMITS.maxReference + window, () => scenario.before(random));
  /** The change comes at any place between two looks. */
  const sinceLook = Math.floor(random() * step);
  let wasFound = false;
  for (let asked = step - sinceLook; asked <= 10 * window; asked += step) {
    const fresh = Math.min(step, asked);
    rows.push(...drawMany(step - fresh, () => scenario.before(random)));
    rows.push(...drawMany(fresh, () => scenario.after(random)));
    rows.splice(0, rows.length - DRIFT_LIMITS.maxReference - window);
    const isFound = hasMoved(rows, window);
    if (isFound && wasFound) return asked;
    wasFound = isFound;
  }
  return null;
}

function hasMoved(rows: readonly MeasuredAnswer[], window: number): boolean {
  const { alpha } = DRIFT_LIMITS;
  return compareWindows(poolAnswers(rows), window, { alpha }).p <= alpha;
}

function countBeginnings(found: readonly boolean[]): number {
  return found.filter((isFound, look) => isFound && found[look - 1] !== true).length;
}

function drawMany(count: number, draw: () => MeasuredAnswer): MeasuredAnswer[] {
  return Array.from({ length: count }, draw);
}
