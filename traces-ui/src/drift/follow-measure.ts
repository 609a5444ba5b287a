import type { DriftFigure, DriftMeasure, DriftWindow } from '../../../contract/drift.ts';
import type { TracesSearch } from '../search/traces-search.ts';
import { formatPercent } from '../ui/format.ts';
import { DRIFT_MEASURE_TERMS } from '../ui/terms/drift-terms.ts';

/** The one number that stands for a measure over a window: its mean, or a share. Null without data. */
export function followMeasure(measure: DriftMeasure, figure: DriftFigure): number | null {
  if (figure === null) return null;
  if (figure.kind === 'number') return figure.mean;
  const { followed } = DRIFT_MEASURE_TERMS[measure];
  if (followed === undefined) return figure.shares[0]?.share ?? null;
  return figure.shares.find(({ value }) => value === followed)?.share ?? 0;
}

/** No data is not zero. */
export function showFigure(measure: DriftMeasure, figure: DriftFigure): string {
  const value = followMeasure(measure, figure);
  if (figure === null || value === null) return 'no data';
  const { show, followed } = DRIFT_MEASURE_TERMS[measure];
  if (figure.kind === 'number') return show(value);
  const [first] = figure.shares;
  return followed === undefined && first !== undefined
    ? `${first.value.replaceAll('_', ' ')} ${formatPercent(value)}`
    : formatPercent(value);
}

/** The filters that list the answers behind a figure. */
export function tracesBehind(
  measure: DriftMeasure,
  figure: DriftFigure,
  { from, to }: Pick<DriftWindow, 'from' | 'to'>,
): TracesSearch {
  const answers = { kind: 'answer', from, to } as const;
  if (measure === 'status') return { ...answers, status: 'abstained' };
  if (measure === 'verdict') return { ...answers, verdict: 'verified' };
  const [first] = figure?.kind === 'shares' ? figure.shares : [];
  return measure === 'model' && first !== undefined ? { ...answers, model: first.value } : answers;
}
