import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const COMMONEST = Math.log(300);
const RAREST = Math.log(100_000);
const LEAST = 0.05;
const SPACE = ' ';
/** By word. The tokenizer itself, which no more than this is needed of, would hold 39 MB where these hold 4. */
const rarities = readRarities();

/**
 * How rare a word is in general, 0.05 to 1: where it stands among the merges of `cl100k_base`, which were made in the
 * order of frequency. A word of several tokens is rare. Nothing of the text around it enters.
 */
export function rarityOf(word: string): number {
  return rarities.get(word.toLowerCase()) ?? 1;
}

/** Each line of the file is a token's bytes in base64 and its rank; that of a whole word begins with a space. */
function readRarities(): ReadonlyMap<string, number> {
  const path = createRequire(import.meta.url).resolve('gpt-tokenizer/data/cl100k_base.tiktoken');
  const read = new Map<string, number>();
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    // The six bits of a space and the two that follow, which are its last.
    if (!/^I[A-P]/.test(line)) continue;
    const [encoded = '', rank = ''] = line.split(' ');
    const token = Buffer.from(encoded, 'base64').toString('utf8');
    if (token.startsWith(SPACE)) read.set(token.slice(1), rarityOfRank(Number(rank)));
  }
  return read;
}

function rarityOfRank(rank: number): number {
  const place = Math.log(Math.max(rank, 1));
  return Math.min(1, Math.max(LEAST, (place - COMMONEST) / (RAREST - COMMONEST)));
}
