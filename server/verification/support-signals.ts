import type { Trees } from '../../core/statistics/trees.ts';

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
  'besideNamed',
  'foundDateMismatch',
  'foundNumberNovel',
] as const;

/**
 * What the trees are learned on: also what only tells something beside other signals. Sums and counts of words that stand
 * nowhere are among them, and no length of claim or evidence.
 */
export const TREE_SIGNALS = [
  ...SUPPORT_SIGNALS,
  'coverage',
  'novelMost',
  'novelWeight',
  'oneSentence',
  'twoSentences',
  'lead',
  'inOrder',
  'pieceLength',
  'longestPiece',
  'numbersElsewhere',
  'advises',
  'concludes',
  'saysNothing',
  'hasMissing',
  'hasConflict',
  'hasNegationAdded',
  'negationAdded',
  'hedgeDropped',
  'numberInstead',
  'nameInstead',
  'oppositeInstead',
  'foundEntityNovel',
  'deniedAlone',
  'deniedFarAndWide',
  'denialLeftOut',
  'hedgeLeftOut',
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
  'deniedAlone',
  'deniedFarAndWide',
  'denialLeftOut',
  'hedgeLeftOut',
] as const;

/** What its trees are learned on, and those that learn both at once. */
export const ALL_SIGNALS = [
  ...TREE_SIGNALS,
  ...CONFLICT_SIGNALS.filter((name) => !TREE_SIGNALS.some((other) => other === name)),
] as const;

type SignalName =
  | (typeof TREE_SIGNALS)[number]
  | (typeof SUPPORT_SIGNALS)[number]
  | (typeof CONFLICT_SIGNALS)[number];
export type Signals = Readonly<Record<SignalName, number>>;

export interface Weights<Name extends string> {
  readonly intercept: number;
  readonly coefficients: Readonly<Record<Name, number>>;
}

/** Two models of the same, with an equal say. */
interface Pair<Name extends string> {
  readonly linear: Weights<Name>;
  readonly trees: Trees;
}

/** Models of what people found unsupported, of edits and of both, and how their sum becomes a probability. */
export interface SupportModel {
  /** How little the evidence covers; a higher sum is less support. */
  readonly overlap: Pair<(typeof SUPPORT_SIGNALS)[number]>;
  /** Either of the two, learned at once: it counts as much as the first. */
  readonly joint: Trees;
  /** How much the claim looks like the evidence with something changed. */
  readonly edit: Pair<(typeof CONFLICT_SIGNALS)[number]>;
  /** From where on that counts, and what a unit of it then adds. */
  readonly editFrom: number;
  readonly editWeight: number;
  /** Platt's scaling of the logit. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  /** The probability from which a claim counts as supported. */
  readonly supportedFrom: number;
  /** Between these probabilities a further tier is worth asking. */
  readonly undecided: { readonly from: number; readonly to: number };
}
