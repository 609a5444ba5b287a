import { measureAlignment } from './measure-alignment.ts';
import type { Alignment } from './measure-alignment.ts';
import { measureNamed } from './measure-named.ts';
import { measureOverlap } from './measure-overlap.ts';
import type { Overlap } from './measure-overlap.ts';
import { measurePolarity } from './measure-polarity.ts';
import type { Polarity } from './measure-polarity.ts';
import { measureReversal } from './measure-reversal.ts';
import type { Reversal } from './measure-reversal.ts';
import { measureSlots } from './measure-slots.ts';
import type { MeasuredSlot } from './measure-slots.ts';
import type { IndexedChunk } from './index-evidence.ts';
import { PREFIX_LENGTH, prefixOf } from './index-evidence.ts';
import type { Support } from './measure-support.ts';
import type { Word, WordKind } from './read-words.ts';
import { isOpposite } from './rules/antonyms.ts';

/** What a claim and its evidence have in common and where they differ, in words and slots. */
export interface Measured {
  readonly overlap: Overlap;
  readonly alignment: Alignment;
  readonly manner: Manner;
  readonly slots: readonly MeasuredSlot[];
  readonly polarity: Polarity;
  readonly reversal: Reversal;
  /** By how much more the words around a word agree with its opposite. */
  readonly oppositeInstead: number;
  /** The share of the claim that one window holds. */
  readonly window: number;
  /** The share that stands anywhere. */
  readonly coverage: number;
  /** The share that stands only elsewhere than in what the claim names. */
  readonly besideNamed: number;
}

/** How the claim speaks, which tells whether it is one that answers add of their own. */
interface Manner {
  /** Of the passages, the context. */
  readonly speaksOfSources: boolean;
  readonly advises: boolean;
  readonly concludes: boolean;
  /** That something is not mentioned. */
  readonly saysNothing: boolean;
}

interface MeasuredClaim {
  /** What stands in the answer, without its markers. */
  readonly wording: string;
  readonly words: readonly Word[];
  /** A value that the evidence has in another unit or layout, or that needs no source. */
  readonly isGiven: (word: Word) => boolean;
}

const SOURCES =
  /\bpassages?\b|\bcontext\b|\b(?:given|provided) (?:text|document|source|information)/iu;

const ADVICE =
  /\b(?:it(?:'s| is) (?:important|essential|recommended|crucial|best|worth|always|advisable)|consult|make sure|be sure|should|recommend|please|note that|remember|ensure|however|additionally|this (?:can|may|will|helps?|ensures?|means|suggests|indicates))\b/iu;
const CONCLUSION =
  /^\W*(?:overall|in (?:summary|conclusion|general|short)|therefore|thus|so,|to summarize|hence|by following)\b/iu;
const SILENCE =
  /\b(?:unable to|cannot (?:answer|provide|determine)|(?:does|do|did) not (?:provide|contain|mention|specify|include|state|explicitly|directly)|no (?:mention|information|specific)|not (?:enough|mentioned|specified|stated))\b/iu;

export function measureClaim(
  { wording, words, isGiven }: MeasuredClaim,
  chunks: readonly IndexedChunk[],
  support: Support,
): Measured {
  const indexes = chunks.map(({ words }) => words());
  const isContext = (form: string) => chunks.some(({ contextTerms }) => contextTerms.has(form));
  const isKnown = (word: Word) =>
    isGiven(word) ||
    isContext(word.form) ||
    indexes.some(({ places }) => places.has(word.form)) ||
    chunks.some((chunk) => hasPrefix(chunk, word));
  const { alignment, best } = measureAlignment(words, indexes, { isKnown, isContext });
  const slots = measureSlots(words, indexes, (word) => isGiven(word) || isContext(word.form));
  return {
    overlap: measureOverlap(words, indexes, { isKnown, isContext }),
    alignment,
    reversal: measureReversal(words, best, alignment.oneSentence),
    slots,
    polarity: measurePolarity(words, indexes),
    oppositeInstead: measureOpposites(words, slots),
    window: support.window,
    coverage: support.coverage,
    besideNamed: measureNamed(wording, words, chunks),
    manner: {
      speaksOfSources: SOURCES.test(wording),
      advises: ADVICE.test(wording),
      concludes: CONCLUSION.test(wording),
      saysNothing: SILENCE.test(wording),
    },
  };
}

function hasPrefix({ prefixes }: IndexedChunk, { form, kind }: Word): boolean {
  return kind !== 'number' && form.length >= PREFIX_LENGTH && prefixes.has(prefixOf(form));
}

function measureOpposites(words: readonly Word[], slots: readonly MeasuredSlot[]): number {
  let most = 0;
  for (const { from, substitution, instead } of slots) {
    const own = words[from]?.form ?? '';
    if (substitution > most && instead.some(({ form }) => isOpposite(own, form)))
      most = substitution;
  }
  return most;
}

/** The largest of a measure over the slots of a kind; 0 where there is none. */
export function mostOf(
  slots: readonly MeasuredSlot[],
  kind: WordKind,
  measure: (slot: MeasuredSlot) => number,
): number {
  let most = 0;
  for (const slot of slots) if (slot.kind === kind) most = Math.max(most, measure(slot));
  return most;
}
