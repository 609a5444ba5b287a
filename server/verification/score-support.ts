import { CONFLICT_SIGNALS, SUPPORT_SIGNALS } from './support-signals.ts';
import type { Signals, SupportModel } from './support-signals.ts';

/** What hardly stands in one place, or for little more than half in all, is not said there. */
const MOST_PER_WINDOW = 1.2;
const MOST_PER_COVERAGE = 1.5;
const COVERED_BY_CHANCE = 0.3;
/** A score that does not pass; the bounds say no more than that. */
const NOT_ENOUGH = 0.38;
/** What a rule that speaks against a claim leaves of its score. */
const LEFT_BY_CONFLICT = 0.35;
const LEFT_BY_MISSING = 0.45;
const LEAST = 1e-4;
/** A claim of which hardly a word stands anywhere is bounded after calibration too. */
const MOST_AT_ALL = 3;

/** The probability that the evidence supports a claim with these signals, 0 to 1. */
export function scoreSupport(signals: Signals, model: SupportModel): number {
  const { slope, intercept } = model.calibration;
  const calibrated = logistic(slope * readLogit(signals, model) + intercept);
  return Math.min(calibrated, MOST_AT_ALL * signals.coverage);
}

/** The logit of the score before it is calibrated. */
export function readLogit(
  signals: Signals,
  model: Pick<SupportModel, 'overlap' | 'edit' | 'editWeight'>,
): number {
  const learned = logistic(-measureRisk(signals, model));
  const bound = Math.min(
    MOST_PER_WINDOW * signals.window,
    MOST_PER_COVERAGE * (signals.coverage - COVERED_BY_CHANCE),
  );
  const bounded = Math.min(learned, Math.max(NOT_ENOUGH, bound));
  const ruled =
    signals.hasConflict > 0 ? LEFT_BY_CONFLICT : signals.hasMissing > 0 ? LEFT_BY_MISSING : 1;
  const score = Math.min(1 - LEAST, Math.max(LEAST, bounded * ruled));
  return Math.log(score / (1 - score));
}

/** Higher is riskier; without bounds. */
function measureRisk(
  signals: Signals,
  { overlap, edit, editWeight }: Pick<SupportModel, 'overlap' | 'edit' | 'editWeight'>,
): number {
  let risk = overlap.intercept;
  for (const name of SUPPORT_SIGNALS) risk += overlap.coefficients[name] * signals[name];
  let difference = edit.intercept;
  for (const name of CONFLICT_SIGNALS) difference += edit.coefficients[name] * signals[name];
  return risk + editWeight * Math.max(0, difference);
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
