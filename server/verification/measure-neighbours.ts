import { rarityOf } from '../../platform/word-rarity.ts';
import type { WordIndex } from './index-words.ts';
import type { Word } from './read-words.ts';

const REACH = 14;
/** A word at the edge of the reach counts a fifth of one beside. */
const FADE = 18;

/** The words around a place of the claim by what each says about it: near and rare ones most. */
export function weighNeighbours(claim: readonly Word[], at: number): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const [place, { form, kind, surface }] of claim.entries()) {
    if (place === at || kind === 'function' || kind === 'number') continue;
    const weight = rarityOf(surface) / (1 + Math.abs(place - at) / 4) + 0.1;
    weights.set(form, Math.max(weights.get(form) ?? 0, weight));
  }
  return weights;
}

/** How much of those words stands around a place of a chunk. */
export function findNeighbours(
  weights: ReadonlyMap<string, number>,
  index: WordIndex,
  at: number,
): number {
  const found = new Map<string, number>();
  const end = Math.min(index.words.length - 1, at + REACH);
  for (let place = Math.max(0, at - REACH); place <= end; place += 1) {
    const form = index.words[place]?.form ?? '';
    const weight = place === at ? undefined : weights.get(form);
    if (weight === undefined) continue;
    const near = weight * (1 - Math.abs(place - at) / FADE);
    if (near > (found.get(form) ?? 0)) found.set(form, near);
  }
  let total = 0;
  for (const weight of found.values()) total += weight;
  return total;
}
