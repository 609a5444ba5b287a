import { askTrees } from '../../core/statistics/trees.ts';
import { ALL_SIGNALS, CONFLICT_SIGNALS, SUPPORT_SIGNALS } from './support-signals.ts';
import type { Signals, SupportModel, Weights } from './support-signals.ts';

/** A claim of which hardly a word stands anywhere is bounded, whatever was learned. */
const MOST_AT_ALL = 3;
const FURTHEST_LOGIT = 9;

/** The probability that the evidence supports a claim with these signals, 0 to 1. */
export function scoreSupport(signals: Signals, model: SupportModel): number {
  const { slope, intercept } = model.calibration;
  const calibrated = logistic(slope * readLogit(signals, model) + intercept);
  return Math.min(calibrated, MOST_AT_ALL * signals.coverage);
}

/** The logit of the score before it is calibrated. */
export function readLogit(signals: Signals, model: RiskModel): number {
  return Math.min(FURTHEST_LOGIT, Math.max(-FURTHEST_LOGIT, -measureRisk(signals, model)));
}

type RiskModel = Omit<SupportModel, 'calibration' | 'supportedFrom' | 'undecided'>;

/** Higher is riskier: how little is covered, and how much it looks like the evidence with something changed. */
function measureRisk(
  signals: Signals,
  { overlap, joint, edit, editFrom, editWeight }: RiskModel,
): number {
  // It begins with the signals that the trees for overlap were learned on.
  const all = valuesOf(signals, ALL_SIGNALS);
  const uncovered =
    (askLinear(signals, SUPPORT_SIGNALS, overlap.linear) + askTrees(all, overlap.trees)) / 2;
  const changed =
    (askLinear(signals, CONFLICT_SIGNALS, edit.linear) + askTrees(all, edit.trees)) / 2;
  const either = askTrees(all, joint);
  return (uncovered + either) / 2 + editWeight * Math.max(0, changed - editFrom);
}

function askLinear<Name extends keyof Signals>(
  signals: Signals,
  names: readonly Name[],
  { intercept, coefficients }: Weights<Name>,
): number {
  let sum = intercept;
  for (const name of names) sum += coefficients[name] * signals[name];
  return sum;
}

function valuesOf(signals: Signals, names: readonly (keyof Signals)[]): readonly number[] {
  return names.map((name) => signals[name]);
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
