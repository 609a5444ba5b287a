import { measureOverlap } from './measure-overlap.ts';
import type { Overlap } from './measure-overlap.ts';
import { measurePolarity } from './measure-polarity.ts';
import type { Polarity } from './measure-polarity.ts';
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
  readonly slots: readonly MeasuredSlot[];
  readonly polarity: Polarity;
  /** The most that the evidence has another word in the claim's place. */
  readonly instead: Readonly<Record<'opposite' | 'unknown' | 'known', number>>;
  readonly window: Pick<Support, 'window' | 'twoWindows'>;
  readonly speaksOfSources: boolean;
  readonly leadsIn: boolean;
}

interface MeasuredClaim {
  /** What stands in the answer, without its markers. */
  readonly wording: string;
  readonly words: readonly Word[];
  /** A value that the evidence has in another unit or layout, or that needs no source. */
  readonly isGiven: (word: Word) => boolean;
}

const SOURCES = /\bpassages?\b|\bcontext\b|\b(?:given|provided) (?:text|document|source|information)/iu;

export function measureClaim(
  { wording, words, isGiven }: MeasuredClaim,
  chunks: readonly IndexedChunk[],
  support: Support,
): Measured {
  const indexes = chunks.map(({ words }) => words());
  const isContext = (form: string) => chunks.some(({ contextTerms }) => contextTerms.has(form));
  const stands = ({ form }: Word) =>
    indexes.some(({ places }) => places.has(form)) || isContext(form);
  const isKnown = (word: Word) =>
    isGiven(word) || stands(word) || chunks.some((chunk) => hasPrefix(chunk, word));
  const slots = measureSlots(words, indexes, isGiven);
  return {
    overlap: measureOverlap(words, indexes, { isKnown, isContext }),
    slots,
    polarity: measurePolarity(words, indexes),
    instead: measureInstead(words, slots, { stands, isKnown }),
    window: support,
    speaksOfSources: SOURCES.test(wording),
    leadsIn: /:\s*$/u.test(wording),
  };
}

function hasPrefix({ prefixes }: IndexedChunk, { form, kind }: Word): boolean {
  return kind !== 'number' && form.length >= PREFIX_LENGTH && prefixes.has(prefixOf(form));
}

interface Knowledge {
  readonly stands: (word: Word) => boolean;
  readonly isKnown: (word: Word) => boolean;
}

function measureInstead(
  words: readonly Word[],
  slots: readonly MeasuredSlot[],
  { stands, isKnown }: Knowledge,
): Measured['instead'] {
  let [opposite, unknown, known] = [0, 0, 0];
  for (const { from, kind, substitution, instead } of slots) {
    const own = words[from];
    const isPlain = kind === 'content' || kind === 'function';
    if (!isPlain || substitution === 0 || own === undefined) continue;
    if (instead.some(({ form }) => isOpposite(own.form, form)))
      opposite = Math.max(opposite, substitution);
    if (kind === 'function') continue;
    if (!isKnown(own)) unknown = Math.max(unknown, substitution);
    else if (stands(own)) known = Math.max(known, substitution);
  }
  return { opposite, unknown, known };
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
