import { synonymsOf } from '../text/everyday-synonyms.ts';
import { readMessageBody } from '../text/message-body.ts';
import { extractTerms } from '../text/terms.ts';
import type { BucketCounts, InputParts } from './feature-weights.ts';
import { hashNgrams, normaliseForNgrams, readWords, type NgramSettings } from './hash-ngrams.ts';

export const PART_NAMES = ['words', 'pieces', 'terms', 'meanings'] as const;
/** What of a text is read. */
export type PartName = (typeof PART_NAMES)[number];

/** Hears of each feature: its bucket, and the places of its first and last word in the text. */
export type PartVisitor = (bucket: number, first: number, last: number) => void;

/** What a text is about is said at its beginning. */
const MAX_WORDS = 400;
const MAX_PAIRED_TERMS = 30;
/** A second wish, a guess or a courtesy is worth less than what somebody begins with. */
const LATER = 0.5;
const BUCKETS = 2 ** 22;
const NONE = { maxWords: 0, minCharacters: 0, maxCharacters: 0, pairsWithin: 0, buckets: BUCKETS };

/**
 * The parts of a text, which weigh the same: runs of words; pieces of words, which bear slips; terms without their
 * endings and the little words, alone and in pairs; and the same terms with what else people call them.
 */
const PARTS: readonly { readonly field: PartName; readonly ngrams: NgramSettings }[] = [
  { field: 'words', ngrams: { ...NONE, maxWords: 2 } },
  { field: 'pieces', ngrams: { ...NONE, minCharacters: 2, maxCharacters: 4 } },
  { field: 'terms', ngrams: { ...NONE, maxWords: 1, pairsWithin: MAX_PAIRED_TERMS } },
  { field: 'meanings', ngrams: { ...NONE, maxWords: 1, pairsWithin: MAX_PAIRED_TERMS } },
];

export interface TextWords {
  /** In lower case. */
  readonly words: readonly string[];
  /** How many of them stand in the first line. */
  readonly opening: number;
}

/** The words of a text that are read; of a mail, those of what it says. */
export function readTextWords(text: string): TextWords {
  const [first = '', ...others] = normaliseForNgrams(readMessageBody(text)).split('\n');
  const opening = readWords(first).slice(0, MAX_WORDS);
  const words = [...opening, ...readWords(others.join('\n'))].slice(0, MAX_WORDS);
  return { words, opening: opening.length };
}

/** How often each feature of each part occurs; what follows the first line counts less. */
export function countTextParts(
  { words, opening }: TextWords,
  names: readonly PartName[],
): InputParts {
  const tokens = readTokens(words);
  return PARTS.filter(({ field }) => names.includes(field)).map((part) => {
    const counts = new Map<number, number>();
    visitPart(tokens, part, (bucket, first) => {
      const count = first < opening ? 1 : LATER;
      counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    });
    return counts satisfies BucketCounts;
  });
}

/** Visits the features of the parts, repeats included. */
export function visitTextParts(
  words: readonly string[],
  names: readonly PartName[],
  visit: PartVisitor,
): void {
  const tokens = readTokens(words);
  for (const part of PARTS) if (names.includes(part.field)) visitPart(tokens, part, visit);
}

interface PlacedTokens {
  readonly tokens: readonly string[];
  /** Which word of the text each was read from. */
  readonly places: readonly number[];
}

function readTokens(words: readonly string[]): Readonly<Record<PartName, PlacedTokens>> {
  const whole = { tokens: words, places: [...words.keys()] };
  const terms = words.flatMap((word, at) => extractTerms(word).map((term) => ({ term, at })));
  const meanings = new Map(terms.toReversed().map(({ term, at }) => [term, at]));
  for (const { term, at } of terms) {
    for (const other of synonymsOf(term)) if (!meanings.has(other)) meanings.set(other, at);
  }
  return {
    words: whole,
    pieces: whole,
    terms: { tokens: terms.map(({ term }) => term), places: terms.map(({ at }) => at) },
    meanings: { tokens: [...meanings.keys()], places: [...meanings.values()] },
  };
}

function visitPart(
  read: Readonly<Record<PartName, PlacedTokens>>,
  { field, ngrams }: (typeof PARTS)[number],
  visit: PartVisitor,
): void {
  const { tokens, places } = read[field];
  const report = (bucket: number, first: number, last: number) =>
    visit(bucket, places[first] ?? 0, places[last] ?? 0);
  hashNgrams(tokens, { field, ...ngrams, pairsWithin: 0 }, report);
  if (ngrams.pairsWithin === 0) return;
  const paired = tokens.slice(0, MAX_PAIRED_TERMS);
  hashNgrams(paired, { field, ...NONE, pairsWithin: ngrams.pairsWithin }, report);
}
