import { sumOf } from '../../core/statistics/sum-of.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { PREFIX_LENGTH, prefixOf } from './index-evidence.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { WordIndex } from './index-words.ts';
import { findNeighbours, weighNeighbours } from './measure-neighbours.ts';
import { formsOfWindow } from './measure-support.ts';
import type { Support } from './measure-support.ts';
import type { OWN_SIGNALS } from './place-signals.ts';
import type { Word } from './read-words.ts';
import { weighWord } from './word-rarity.ts';

/**
 * Of one word, 0 to 1 but for `run` and `places`. `novel`: it stands nowhere, in no other form either; `alike`: only in
 * another form, in a heading or as another way to write a value; `near`: the share of the words around it that stand
 * around it there, too; `run`: the length of the longest piece copied with it; `found`: a rule speaks against it.
 */
export type WordSignals = Readonly<Record<(typeof OWN_SIGNALS)[number], number>>;

export interface Doubted {
  readonly words: readonly Word[];
  readonly support: Support;
  readonly isGiven: (word: Word) => boolean;
  /** What rules speak against. */
  readonly found: readonly Span[];
}

const LONGEST_RUN = 12;
/** What stands more often than this is looked at where it stands first. */
const MOST_PLACES = 40;

export function measureWords({ words, support, isGiven, found }: Doubted): readonly WordSignals[] {
  const { chunks } = support;
  const indexes = chunks.map(({ words: read }) => read());
  const runs = measureRuns(words, indexes);
  const best = formsOfWindow(support.best);
  const second = formsOfWindow(support.second);
  return words.map((word, at) => {
    const count = sumOf(indexes.map(({ places }) => places.get(word.form)?.length ?? 0));
    const isAlike = count === 0 && (isGiven(word) || chunks.some((chunk) => isLike(chunk, word)));
    const isFunction = word.kind === 'function';
    return {
      isNumber: Number(word.kind === 'number'),
      isName: Number(word.kind === 'name'),
      isFunction: Number(isFunction),
      rarity: weighWord(word),
      novel: Number(count === 0 && !isAlike),
      alike: Number(isAlike),
      inBest: Number(best.has(word.form)),
      inSecond: Number(second.has(word.form)),
      near: count === 0 || isFunction ? 0 : measureNearness(words, at, indexes),
      run: runs[at] ?? 0,
      withLeft: Number(areNeighbours(words[at - 1], word, indexes)),
      withRight: Number(areNeighbours(word, words[at + 1], indexes)),
      places: Math.log1p(count),
      found: Number(found.some((span) => spansOverlap(span, word))),
    };
  });
}

function isLike({ contextTerms, prefixes }: IndexedChunk, { form, kind }: Word): boolean {
  if (contextTerms.has(form)) return true;
  return kind !== 'number' && form.length >= PREFIX_LENGTH && prefixes.has(prefixOf(form));
}

function measureNearness(
  words: readonly Word[],
  at: number,
  indexes: readonly WordIndex[],
): number {
  const weights = weighNeighbours(words, at);
  const total = sumOf([...weights.values()]);
  if (total === 0) return 1;
  let most = 0;
  for (const index of indexes) {
    const places = index.places.get(words[at]?.form ?? '') ?? [];
    for (const place of places.slice(0, MOST_PLACES))
      most = Math.max(most, findNeighbours(weights, index, place));
  }
  return most / total;
}

function areNeighbours(
  left: Word | undefined,
  right: Word | undefined,
  indexes: readonly WordIndex[],
): boolean {
  if (left === undefined || right === undefined) return false;
  return indexes.some(({ words, places }) =>
    (places.get(left.form) ?? []).some((place) => words[place + 1]?.form === right.form),
  );
}

/** For each word of the claim the length of the longest piece of the evidence that it is in. */
function measureRuns(words: readonly Word[], indexes: readonly WordIndex[]): readonly number[] {
  const runs = words.map(() => 0);
  for (const at of words.keys()) {
    let longest = 0;
    for (const index of indexes) {
      for (const place of index.places.get(words[at]?.form ?? '') ?? [])
        longest = Math.max(longest, runFrom(words, at, { index, place }));
    }
    for (let step = 0; step < longest; step += 1)
      runs[at + step] = Math.max(runs[at + step] ?? 0, longest);
  }
  return runs;
}

/** How many words are the same from a word of the claim and a place of a chunk on. */
export function runFrom(
  claim: readonly Word[],
  at: number,
  { index, place }: { readonly index: WordIndex; readonly place: number },
): number {
  let run = 0;
  while (
    run < LONGEST_RUN &&
    at + run < claim.length &&
    index.words[place + run]?.form === claim[at + run]?.form
  )
    run += 1;
  return run;
}
