import {
  DRIFT_LIMITS,
  DRIFT_MEASURES,
  type DriftComparison,
  type DriftMeasure,
  type DriftWindow,
} from '../../contract/drift.ts';
import { compareWindows } from '../../core/drift/compare-windows.ts';
import { poolAnswers } from '../../core/drift/measured-answer.ts';
import type { DriftRow } from '../../db/queries/drift.ts';
import { measureAnswers, type AnswerWindow } from './cut-windows.ts';
import { describeFigure } from './describe-figure.ts';

/** A window with its figures, and what has moved in it. */
export function describeWindow(window: AnswerWindow): DriftWindow {
  const measured = measureAnswers(window.current, window.vocabulary);
  return {
    ...timeOf(window.current),
    measures: DRIFT_MEASURES.map((measure) => ({
      measure,
      figure: describeFigure(measure, measured),
    })),
    comparison: compareAnswers(window),
  };
}

/** Null where there is nothing to compare with. */
export function compareAnswers(window: AnswerWindow): DriftComparison | null {
  return compareMeasures(window)?.comparison ?? null;
}

export interface ComparedMeasures {
  readonly comparison: DriftComparison;
  /** Those that enough answers have on both sides. */
  readonly compared: readonly DriftMeasure[];
}

export function compareMeasures(window: AnswerWindow): ComparedMeasures | null {
  const { current, reference, vocabulary } = window;
  if (reference.length === 0) return null;
  const before = measureAnswers(reference, vocabulary);
  const after = measureAnswers(current, vocabulary);
  const { alpha } = DRIFT_LIMITS;
  const { p, adjusted } = compareWindows(poolAnswers([...before, ...after]), after.length, {
    alpha,
  });
  const alarms = DRIFT_MEASURES.flatMap((measure, index) => {
    const ownP = adjusted[index] ?? null;
    if (ownP === null || ownP > alpha) return [];
    const figures = {
      reference: describeFigure(measure, before),
      current: describeFigure(measure, after),
    };
    return [{ measure, p: ownP, ...figures }];
  });
  return {
    comparison: {
      reference: timeOf(reference),
      p,
      alarms: alarms.toSorted((left, right) => left.p - right.p),
    },
    compared: DRIFT_MEASURES.filter((_measure, index) => (adjusted[index] ?? null) !== null),
  };
}

/** `to` is just after the last, so that lists by time hold it. */
function timeOf(rows: readonly DriftRow[]) {
  const begin = rows[0]?.asked_at ?? new Date(0);
  const end = rows.at(-1)?.asked_at ?? begin;
  return {
    from: begin.toISOString(),
    to: new Date(end.getTime() + 1).toISOString(),
    answers: rows.length,
  };
}
