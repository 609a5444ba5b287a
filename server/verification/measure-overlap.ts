import { weighWord } from './word-rarity.ts';
import type { WordIndex } from './index-words.ts';
import type { Word } from './read-words.ts';

/** How much of a claim's wording stands in the evidence; words weigh by how rare they are in general. */
export interface Overlap {
  /** The weight of the longest run of words that stand nowhere. */
  readonly longestNovelRun: number;
  readonly novelNames: number;
  readonly novelNumbers: number;
  /** Shares of all words two and three in a row that stand so in the evidence. */
  readonly bigrams: number;
  readonly trigrams: number;
  /** The share of neighbouring words of meaning that stand near each other. */
  readonly pairs: number;
}

const PAIR_DISTANCE = 10;

export function measureOverlap(
  claim: readonly Word[],
  chunks: readonly WordIndex[],
  { isKnown, isContext }: Known,
): Overlap {
  const weights = claim.map(weighWord);
  return {
    ...measureNovelty(claim, weights, isKnown),
    ...measureRuns(claim, chunks),
    ...measurePairs({ claim, weights, isContext }, chunks),
  };
}

interface Known {
  readonly isKnown: (word: Word) => boolean;
  /** Whether a title or heading has it: it is then near everything under it. */
  readonly isContext: (form: string) => boolean;
}

function measureNovelty(
  claim: readonly Word[],
  weights: readonly number[],
  isKnown: (word: Word) => boolean,
) {
  let [longestNovelRun, run] = [0, 0];
  let [novelNames, novelNumbers] = [0, 0];
  for (const [at, word] of claim.entries()) {
    if (word.kind === 'function') continue;
    if (isKnown(word)) {
      run = 0;
      continue;
    }
    run += weights[at] ?? 0;
    longestNovelRun = Math.max(longestNovelRun, run);
    if (word.kind === 'name') novelNames += 1;
    if (word.kind === 'number') novelNumbers += 1;
  }
  return { longestNovelRun, novelNames, novelNumbers };
}

function measureRuns(claim: readonly Word[], chunks: readonly WordIndex[]) {
  let bigrams = 0;
  let trigrams = 0;
  for (let at = 1; at < claim.length; at += 1) {
    const length = longestRunTo(claim, at, chunks);
    if (length >= 2) bigrams += 1;
    if (length >= 3) trigrams += 1;
  }
  return {
    bigrams: claim.length < 2 ? 0 : bigrams / (claim.length - 1),
    trigrams: claim.length < 3 ? 0 : trigrams / (claim.length - 2),
  };
}

/** Up to three words. */
function longestRunTo(claim: readonly Word[], at: number, chunks: readonly WordIndex[]): number {
  const [third, second, first] = [claim[at - 2]?.form, claim[at - 1]?.form ?? '', claim[at]?.form];
  let length = 1;
  for (const { words, places } of chunks) {
    for (const place of places.get(second) ?? []) {
      if (words[place + 1]?.form !== first) continue;
      if (third === undefined) return 2;
      if (words[place - 1]?.form === third) return 3;
      length = 2;
    }
  }
  return length;
}

interface Weighed extends Pick<Known, 'isContext'> {
  readonly claim: readonly Word[];
  readonly weights: readonly number[];
}

function measurePairs({ claim, weights, isContext }: Weighed, chunks: readonly WordIndex[]) {
  let [total, pairs, previous] = [0, 0, -1];
  for (const [at, { kind, form }] of claim.entries()) {
    if (kind === 'function') continue;
    const before = claim[previous];
    if (before !== undefined) {
      const weight = Math.min(weights[previous] ?? 0, weights[at] ?? 0);
      total += weight;
      const isNear =
        isContext(before.form) ||
        isContext(form) ||
        chunks.some((index) => areNear(index, before.form, form));
      if (isNear) pairs += weight;
    }
    previous = at;
  }
  return { pairs: total === 0 ? 0.5 : pairs / total };
}

function areNear({ places }: WordIndex, left: string, right: string): boolean {
  const lefts = places.get(left);
  const rights = places.get(right);
  if (lefts === undefined || rights === undefined) return false;
  let at = 0;
  for (const from of lefts) {
    while (at < rights.length - 1 && (rights[at] ?? 0) < from - PAIR_DISTANCE) at += 1;
    if (Math.abs((rights[at] ?? 0) - from) <= PAIR_DISTANCE) return true;
  }
  return false;
}
