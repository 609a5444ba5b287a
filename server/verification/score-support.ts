import { CONFLICT_SIGNALS, SUPPORT_SIGNALS } from './support-signals.ts';
import type { Signals, SupportModel } from './support-signals.ts';

/** The probability that the evidence supports a claim with these signals, 0 to 1. */
export function scoreSupport(signals: Signals, model: SupportModel): number {
  const { slope, intercept } = model.calibration;
  return 1 / (1 + Math.exp(-(slope * measureRisk(signals, model) + intercept)));
}

/** Higher is riskier; without bounds. */
export function measureRisk(
  signals: Signals,
  { overlap, edit, editWeight }: Pick<SupportModel, 'overlap' | 'edit' | 'editWeight'>,
): number {
  let risk = overlap.intercept;
  for (const name of SUPPORT_SIGNALS) risk += overlap.coefficients[name] * signals[name];
  let difference = edit.intercept;
  for (const name of CONFLICT_SIGNALS) difference += edit.coefficients[name] * signals[name];
  return risk + editWeight * Math.max(0, difference);
}
