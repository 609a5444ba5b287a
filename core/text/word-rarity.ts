import { encode } from 'gpt-tokenizer/encoding/cl100k_base';

const MAX_REMEMBERED = 50_000;
const COMMONEST = Math.log(300);
const RAREST = Math.log(100_000);
const LEAST = 0.05;
const remembered = new Map<string, number>();

/**
 * How rare a word is in general, 0.05 to 1: where it stands among the merges of `cl100k_base`, which were made in the
 * order of frequency. A word of several tokens is rare. Nothing of the text around it enters.
 */
export function rarityOf(word: string): number {
  const lower = word.toLowerCase();
  const known = remembered.get(lower);
  if (known !== undefined) return known;
  const tokens = encode(` ${lower}`);
  const [first = 0] = tokens;
  const rank = tokens.length === 1 ? Math.log(Math.max(first, 1)) : RAREST;
  const rarity = Math.min(1, Math.max(LEAST, (rank - COMMONEST) / (RAREST - COMMONEST)));
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(lower, rarity);
  return rarity;
}
