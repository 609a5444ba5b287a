import { DENIALS, findDenials } from './find-denials.ts';
import { isDeniedInShort } from './find-elided.ts';
import { findInstead, matchAfter, matchBefore, matchSame } from './match-context.ts';
import type { WordIndex } from './index-words.ts';
import { formsOf } from './read-words.ts';
import type { Word } from './read-words.ts';
import { undeniedOf } from './rules/antonyms.ts';

/** Where the claim and the evidence differ in a "not" or in a reservation; each 0 where nothing is seen. */
export interface Polarity {
  /** How much around a negation of the claim is the same in the evidence, without it. */
  readonly negationAdded: number;
  /** The share of what a negation of the claim denies that the evidence has, with no denial near it. */
  readonly negationAlone: number;
  /** How much around a reservation of the evidence is the same in the claim, which leaves it out. */
  readonly hedgeDropped: number;
  /** The claim's negation that was added; null where none was. */
  readonly added: Word | null;
  readonly dropped: DroppedHedge | null;
}

interface DroppedHedge {
  /** The evidence's reservation. */
  readonly hedge: Word;
  /** The claim's word that it should stand before. */
  readonly before: Word;
}

export const HEDGES = formsOf(
  'may might could usually often generally typically sometimes approximately about around nearly almost possibly likely probably mostly up seem appear suggest perhaps potentially rarely',
);
const HELPERS = formsOf(
  'do does did will can should would could is are was were be have has had may might must never',
);
const SCOPE_WORDS = 4;
const DENIED_WITHIN = 7;
const MIN_SCOPE = 2;
const TAKEN_BACK_WITHIN = 4;

export function measurePolarity(claim: readonly Word[], chunks: readonly WordIndex[]): Polarity {
  const measured = findDenials(claim).map((at) => ({
    added: measureAdded(claim, at, chunks),
    alone: measureAlone(claim, at, chunks),
    word: claim[at] ?? null,
  }));
  const strongest = measured.toSorted(
    (left, right) => right.added + right.alone - left.added - left.alone,
  )[0];
  const hedge = measureDropped(claim, chunks);
  return {
    negationAdded: Math.max(0, ...measured.map(({ added }) => added)),
    negationAlone: Math.max(0, ...measured.map(({ alone }) => alone)),
    hedgeDropped: hedge.context,
    added: strongest?.word ?? null,
    dropped: hedge.dropped,
  };
}

/** The same words without the negation, and without the helping verb that it came with. */
function measureAdded(claim: readonly Word[], at: number, chunks: readonly WordIndex[]): number {
  if (isTakenBack(claim, at, chunks)) return 0;
  if (chunks.some((index) => isDeniedInShort(claim, at, index))) return 0;
  // "Nobody pays" may be "no one pays" there.
  if (at === 0 && chunks.some((index) => isDeniedSomewhere(index, claim[1]?.form ?? ''))) return 0;
  const starts = HELPERS.has(claim[at - 1]?.form ?? '') ? [at, at - 1] : [at];
  let same = 0;
  let added = 0;
  for (const index of chunks) {
    same = Math.max(same, matchSame(claim, { from: at, to: at + 1 }, index));
    for (const from of starts) {
      for (const { words, context } of findInstead(claim, { from, to: at + 1 }, index)) {
        if (!words.some(({ form }) => DENIALS.has(form))) added = Math.max(added, context);
      }
    }
  }
  return Math.max(0, added - same);
}

/** "Not left unattended" where the evidence has "attended", and "not without a label": two denials are none. */
function isTakenBack(claim: readonly Word[], at: number, chunks: readonly WordIndex[]): boolean {
  const isOther = ({ form }: Word) => {
    const undenied = undeniedOf(form);
    if (undenied === null) return form === 'without';
    return chunks.some(({ places }) => places.has(undenied) && !places.has(form));
  };
  if (claim[at]?.form === 'without')
    return claim.slice(Math.max(0, at - TAKEN_BACK_WITHIN), at).some(({ form }) => form === 'not');
  return claim.slice(at + 1, at + 1 + TAKEN_BACK_WITHIN).some(isOther);
}

function measureAlone(claim: readonly Word[], at: number, chunks: readonly WordIndex[]): number {
  if (isTakenBack(claim, at, chunks)) return 0;
  const scope = claim
    .slice(at + 1)
    .filter(({ kind }) => kind !== 'function')
    .slice(0, SCOPE_WORDS);
  if (scope.length < MIN_SCOPE) return 0;
  let known = 0;
  for (const { form } of scope) {
    if (chunks.some((index) => isDeniedSomewhere(index, form))) return 0;
    if (chunks.some(({ places }) => places.has(form))) known += 1;
  }
  return known / scope.length;
}

function isDeniedSomewhere(index: WordIndex, form: string): boolean {
  return (index.places.get(form) ?? []).some((place) => isDeniedAt(index, place));
}

function isDeniedAt(index: WordIndex, at: number): boolean {
  const end = Math.min(index.words.length - 1, at + DENIED_WITHIN);
  for (let place = Math.max(0, at - DENIED_WITHIN); place <= end; place += 1) {
    if (DENIALS.has(index.words[place]?.form ?? '')) return true;
  }
  return false;
}

interface Dropped {
  readonly context: number;
  readonly dropped: DroppedHedge | null;
}

const NOT_DROPPED: Dropped = { context: 0, dropped: null };

/** Reservations that the evidence has between words which the claim has without them. */
function measureDropped(claim: readonly Word[], chunks: readonly WordIndex[]): Dropped {
  const own = new Set(claim.map(({ form }) => form));
  let most = NOT_DROPPED;
  for (const index of chunks) {
    for (const form of HEDGES) {
      if (own.has(form)) continue;
      for (const at of index.places.get(form) ?? []) {
        const without = matchWithout(claim, chunks, { index, at });
        if (without.context > most.context) most = without;
      }
    }
  }
  return most;
}

function matchWithout(
  claim: readonly Word[],
  chunks: readonly WordIndex[],
  there: { readonly index: WordIndex; readonly at: number },
): Dropped {
  const hedge = there.index.words[there.at];
  const after = there.index.words[there.at + 1]?.form;
  let most = NOT_DROPPED;
  for (const [place, word] of claim.entries()) {
    const before = claim[place - 1];
    if (
      word.form !== after ||
      hedge === undefined ||
      (before !== undefined && HEDGES.has(before.form))
    )
      continue;
    const right = matchAfter(claim, place - 1, there);
    const gone = matchBefore(claim, place, there);
    // Another helping verb without reserve may stand for it.
    const replaced = HELPERS.has(before?.form ?? '') ? matchBefore(claim, place - 1, there) : 0;
    const left = Math.max(gone, replaced);
    if (right < 1 || left === 0 || left + right <= most.context) continue;
    if (gone >= replaced && isSaidWithout(claim, place, chunks)) continue;
    most = { context: left + right, dropped: { hedge, before: word } };
  }
  return most;
}

/** Whether the evidence also has the two words side by side. */
function isSaidWithout(claim: readonly Word[], place: number, chunks: readonly WordIndex[]) {
  const before = claim[place - 1]?.form;
  return chunks.some(({ words, places }) =>
    (places.get(claim[place]?.form ?? '') ?? []).some((at) => words[at - 1]?.form === before),
  );
}
