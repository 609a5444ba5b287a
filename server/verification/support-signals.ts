/**
 * What the score for overlap is learned on. Nothing tells how long claim or evidence are, or where they stand; what
 * came out with the wrong sign (the sum of novel words, distant names) stood for length, and was left out.
 */
export const SUPPORT_SIGNALS = [
  'longestNovelRun',
  'novelNames',
  'novelNumbers',
  'bigrams',
  'trigrams',
  'pairs',
  'window',
  'numberMargin',
  'nameMargin',
  'speaksOfSources',
  'foundDateMismatch',
  'foundNumberNovel',
] as const;

/** What the score for edits is learned on: a small difference in words that otherwise agree. */
export const CONFLICT_SIGNALS = [
  'novelNames',
  'numberInstead',
  'nameInstead',
  'hasNameInstead',
  'unitInstead',
  'hasUnitInstead',
  'oppositeInstead',
  'numberMargin',
  'nameMargin',
  'negationAdded',
  'hasNegationAdded',
  'hasNegationAlone',
  'hedgeDropped',
  'hasHedgeDropped',
  'foundNumberSwapped',
  'foundNegationFlipped',
  'foundUnitChanged',
  'foundNumberNovel',
  'foundEntityNovel',
] as const;

/** What bounds the score, whatever was learned: how much stands there at all, and what a rule says against it. */
const BOUNDING_SIGNALS = ['coverage', 'hasConflict', 'hasMissing'] as const;

type SignalName =
  | (typeof SUPPORT_SIGNALS)[number]
  | (typeof CONFLICT_SIGNALS)[number]
  | (typeof BOUNDING_SIGNALS)[number];
export type Signals = Readonly<Record<SignalName, number>>;

interface Weights<Name extends string> {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<Name, number>>;
}

/** Two logistic models and how their sum becomes a probability. */
export interface SupportModel {
  /** How little the evidence covers; a higher sum is less support. */
  readonly overlap: Weights<(typeof SUPPORT_SIGNALS)[number]>;
  /** How much the claim looks like the evidence with something changed. */
  readonly edit: Weights<(typeof CONFLICT_SIGNALS)[number]>;
  /** What a unit of the second, above zero, adds to the first. */
  readonly editWeight: number;
  /** Platt's scaling of the bounded score's logit. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** The probability from which a claim counts as supported. */
  readonly supportedFrom: number;
  /** Between these probabilities a further tier is worth asking. */
  readonly undecided: { readonly from: number; readonly to: number };
}
