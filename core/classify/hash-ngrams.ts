/** Which n-grams of a text are features. */
export interface NgramSettings {
  /** The longest run of words; 0 for none. */
  readonly maxWords: number;
  /** Lengths of the character n-grams inside words, the word's ends counted as one character each; 0 for none. */
  readonly minCharacters: number;
  readonly maxCharacters: number;
  /** Two different words this far apart at most are a feature together, in whichever order; 0 for none. */
  readonly pairsWithin: number;
  /** A power of two: how many buckets features are hashed into. */
  readonly buckets: number;
}

/** Hears of each feature: its bucket, and the numbers of its first and last word. */
export type NgramVisitor = (bucket: number, first: number, last: number) => void;

const TOKEN = /[\p{L}\p{M}\p{N}']+|[^\s\p{L}\p{M}\p{N}]/gu;
/** Shown to nobody, so part of no word. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/g;
export const FNV_OFFSET = 0x81_1c_9d_c5;
const FNV_PRIME = 0x01_00_01_93;
const WORD_END = 3;
const BETWEEN_WORDS = 32;

/** Compatibility forms composed, in lower case, without what is invisible. */
export function normaliseForNgrams(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').toLowerCase();
}

/** The words and signs of a normalised text. */
export function readWords(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/**
 * Visits the hashed word and character n-grams and word pairs of a text's words, repeats included. `field` keeps the
 * features of one part of an input apart from those of another. Hashing after K. Weinberger et al. 2009, by FNV-1a.
 */
export function hashNgrams(
  words: readonly string[],
  { field, ...settings }: NgramSettings & { readonly field: string },
  visit: NgramVisitor,
): void {
  const seed = hashText(FNV_OFFSET, field);
  const run: Run = { words, seed, mask: settings.buckets - 1, settings, visit };
  const hashes = settings.pairsWithin > 0 ? words.map((word) => hashText(seed, word)) : [];
  for (let index = 0; index < words.length; index += 1) {
    visitWords(run, index);
    if (settings.maxCharacters > 0) visitCharacters(run, index, words[index] ?? '');
    if (settings.pairsWithin > 0) visitPairs(run, index, hashes);
  }
}

/** The bucket of one named feature, such as `has_context`. */
export function hashName(name: string, buckets: number): number {
  return spread(hashText(mix(FNV_OFFSET, 2), name)) & (buckets - 1);
}

interface Run {
  readonly words: readonly string[];
  readonly seed: number;
  readonly mask: number;
  readonly settings: NgramSettings;
  readonly visit: NgramVisitor;
}

function visitWords({ words, seed, mask, settings, visit }: Run, first: number): void {
  let hash = mix(seed, 1);
  for (let count = 0; count < settings.maxWords; count += 1) {
    const word = words[first + count];
    if (word === undefined) return;
    hash = hashText(mix(hash, BETWEEN_WORDS), word);
    visit(spread(hash) & mask, first, first + count);
  }
}

function visitCharacters({ seed, mask, settings, visit }: Run, index: number, word: string): void {
  const end = word.length + 2;
  const base = mix(seed, 4);
  for (let from = 0; from + settings.minCharacters <= end; from += 1) {
    let hash = base;
    const longest = Math.min(settings.maxCharacters, end - from);
    for (let length = 1; length <= longest; length += 1) {
      const at = from + length - 1;
      const isEnd = at === 0 || at === end - 1;
      hash = mix(hash, isEnd ? WORD_END : word.charCodeAt(at - 1));
      if (length >= settings.minCharacters) visit(spread(mix(hash, length)) & mask, index, index);
    }
  }
}

function visitPairs(run: Run, first: number, hashes: readonly number[]): void {
  const { seed, mask, settings, visit } = run;
  const own = hashes[first] ?? 0;
  const end = Math.min(hashes.length, first + 1 + settings.pairsWithin);
  for (let second = first + 1; second < end; second += 1) {
    const other = hashes[second] ?? 0;
    if (own === other) continue;
    const low = Math.min(own, other);
    const hash = mix(mix(mix(seed, 5), low), Math.max(own, other));
    visit(spread(hash) & mask, first, second);
  }
}

/** FNV-1a over UTF-16 code units, from a first value on. */
export function hashText(from: number, text: string): number {
  let hash = from;
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return hash;
}

export function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, FNV_PRIME);
}

/** The low bits of FNV-1a depend on few of the high ones: fold them in (the finaliser of MurmurHash3). */
export function spread(hash: number): number {
  let mixed = hash ^ (hash >>> 15);
  mixed = Math.imul(mixed, 0x85_eb_ca_6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
