import type { WordIndex } from './index-words.ts';
import type { Word } from './read-words.ts';

/** Words of the claim, `from` inclusive, `to` exclusive. */
export interface Slot {
  readonly from: number;
  readonly to: number;
}

/** What the evidence has where the claim has the words of a slot. */
interface Instead {
  /** None where the evidence has nothing between the words around the slot. */
  readonly words: readonly Word[];
  /** How many words around the slot are the same; one without a meaning of its own counts half. */
  readonly context: number;
}

const MAX_CONTEXT_WORDS = 5;
const MAX_GAP = 3;
const FUNCTION_WEIGHT = 0.5;

interface Place {
  readonly index: WordIndex;
  readonly at: number;
}

/** How far the words before two places are the same. */
export function matchBefore(claim: readonly Word[], at: number, there: Place): number {
  return matchOn(claim, at, { ...there, step: -1 });
}

/** How far the words after two places are the same. */
export function matchAfter(claim: readonly Word[], at: number, there: Place): number {
  return matchOn(claim, at, { ...there, step: 1 });
}

function matchOn(
  claim: readonly Word[],
  at: number,
  { index, at: there, step }: Place & { readonly step: 1 | -1 },
): number {
  let weight = 0;
  for (let count = 1; count <= MAX_CONTEXT_WORDS; count += 1) {
    const own = claim[at + count * step];
    if (own === undefined || index.words[there + count * step]?.form !== own.form) break;
    weight += own.kind === 'function' ? FUNCTION_WEIGHT : 1;
  }
  return weight;
}

/** The most that is the same around the slot's own words; 0 where they do not stand in the chunk. */
export function matchSame(claim: readonly Word[], slot: Slot, index: WordIndex): number {
  const own = claim.slice(slot.from, slot.to);
  let best = 0;
  for (const at of index.places.get(own[0]?.form ?? '') ?? []) {
    if (!own.every(({ form }, step) => index.words[at + step]?.form === form)) continue;
    const end = at + own.length - 1;
    const context =
      matchBefore(claim, slot.from, { index, at }) +
      matchAfter(claim, slot.to - 1, { index, at: end });
    best = Math.max(best, context);
  }
  return best;
}

/** What stands between the words around the slot, wherever the chunk has them so close together. */
export function findInstead(
  claim: readonly Word[],
  slot: Slot,
  index: WordIndex,
): readonly Instead[] {
  const before = claim[slot.from - 1];
  const after = claim[slot.to];
  if (before === undefined || after === undefined) return findAtEdge(claim, slot, index);
  const found: Instead[] = [];
  for (const at of index.places.get(before.form) ?? []) {
    for (let gap = 0; gap <= MAX_GAP; gap += 1) {
      if (index.words[at + gap + 1]?.form !== after.form) continue;
      const context =
        matchBefore(claim, slot.from, { index, at: at + 1 }) +
        matchAfter(claim, slot.to - 1, { index, at: at + gap });
      found.push({ words: index.words.slice(at + 1, at + 1 + gap), context });
      break;
    }
  }
  return found;
}

/** At either end of the claim one side has to do. */
function findAtEdge(claim: readonly Word[], slot: Slot, index: WordIndex): readonly Instead[] {
  const isFirst = slot.from === 0;
  const anchor = isFirst ? claim[slot.to] : claim[slot.from - 1];
  return (index.places.get(anchor?.form ?? '') ?? []).flatMap((at) => {
    const there = isFirst ? at - 1 : at + 1;
    const word = index.words[there];
    if (word === undefined) return [];
    const context = isFirst
      ? matchAfter(claim, slot.to - 1, { index, at: there })
      : matchBefore(claim, slot.from, { index, at: there });
    return [{ words: [word], context }];
  });
}
