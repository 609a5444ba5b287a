import type { Trees } from '../../core/statistics/trees.ts';
import type { Weights } from './support-signals.ts';
import { ALL_SIGNALS } from './support-signals.ts';

/** What is known of one word beside the evidence. */
export const OWN_SIGNALS = [
  'isNumber',
  'isName',
  'isFunction',
  'rarity',
  'novel',
  'alike',
  'inBest',
  'inSecond',
  'near',
  'run',
  'withLeft',
  'withRight',
  'places',
  'found',
] as const;

/** What is known of the two words on either side. */
export const AROUND_SIGNALS = ['novel', 'near', 'inBest', 'isFunction', 'found', 'run'] as const;
export const STEPS = [-2, -1, 1, 2] as const;

/** What is known of a word's phrase, the phrases beside it, its clause and the whole claim. */
export const GROUP_SIGNALS = ['novel', 'notBest', 'near', 'found', 'run', 'weight'] as const;
export const GROUPS = ['phrase', 'before', 'after', 'clause', 'claim'] as const;

/** What tells whether a word is unsupported, in the order in which the trees ask for it. */
export const WORD_SIGNALS: readonly string[] = [
  ...OWN_SIGNALS,
  ...STEPS.flatMap((step) => AROUND_SIGNALS.map((name) => `${name} at ${String(step)}`)),
  ...GROUPS.flatMap((group) => GROUP_SIGNALS.map((name) => `${name} of ${group}`)),
  'hasNumber of phrase',
  'hasName of phrase',
  'startsPhrase',
  ...ALL_SIGNALS,
  'doubt',
];

/** What tells whether a sentence is evidence beside those that are chosen already. */
export const SENTENCE_SIGNALS = [
  'hold',
  'holdHere',
  'gain',
  'gainHere',
  'freshNames',
  'freshNumbers',
  'freshContent',
  'names',
  'numbers',
  'run',
  'bigrams',
  'density',
  'length',
  'adjacent',
  'near',
  'same',
  'step',
  'before',
  'beforeHere',
  'inBest',
  'inSecond',
  'coverage',
  'context',
  'holdRatio',
  'holdHereRatio',
  'gainRatio',
  'gainHereRatio',
  'runRatio',
  'lead',
  'mostHere',
  'gainLead',
  'neighbourHold',
] as const;
export type SentenceSignals = Readonly<Record<(typeof SENTENCE_SIGNALS)[number], number>>;

/** Which words of a claim are unsupported, and which sentences are its evidence. */
export interface PlaceModel {
  readonly words: Trees;
  /** The logit from which on a word is marked. */
  readonly markFrom: number;
  readonly sentences: {
    readonly linear: Weights<(typeof SENTENCE_SIGNALS)[number]>;
    readonly trees: Trees;
  };
  /** The logit from which on a further sentence is evidence. */
  readonly addFrom: number;
}
