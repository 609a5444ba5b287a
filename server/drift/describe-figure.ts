import type { DriftFigure, DriftMeasure } from '../../contract/drift.ts';
import { READINGS, type MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { Z_95 } from '../../core/statistics/interval.ts';
import { quantile } from '../../core/statistics/quantile.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';

const SHOWN_VALUES = 20;

/** A measure over answers, with 95 % intervals: of a mean the normal one, of a share Wilson's. */
export function describeFigure(
  measure: DriftMeasure,
  answers: readonly MeasuredAnswer[],
): DriftFigure {
  const reading = READINGS[measure];
  return reading.kind === 'number'
    ? describeNumbers(answers.map(reading.read).filter((value) => value !== null))
    : describeShares(answers.map(reading.read).filter((value) => value !== null));
}

function describeNumbers(values: readonly number[]): DriftFigure {
  const median = quantile(values, 0.5);
  if (median === null) return null;
  const of = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / of;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const margin = of < 2 ? 0 : Z_95 * Math.sqrt(squares / (of - 1) / of);
  return { kind: 'number', of, mean, low: mean - margin, high: mean + margin, median };
}

function describeShares(values: readonly string[]): DriftFigure {
  const of = values.length;
  if (of === 0) return null;
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const shares = [...counts].flatMap(([value, count]) => {
    const interval = wilsonInterval(count, of);
    return interval === null ? [] : [{ value, count, share: count / of, ...interval }];
  });
  const ordered = shares.toSorted((left, right) => right.count - left.count);
  return { kind: 'shares', of, shares: ordered.slice(0, SHOWN_VALUES) };
}
