import { rarityOf } from '../../platform/word-rarity.ts';
import type { Word } from './read-words.ts';

const NUMBER_WEIGHT = 0.8;

/** How much a word counts by what it says: 0 to 1, and nothing for those that carry no meaning of their own. */
export function weighWord({ kind, surface }: Pick<Word, 'kind' | 'surface'>): number {
  if (kind === 'function') return 0;
  return kind === 'number' ? NUMBER_WEIGHT : rarityOf(surface);
}
