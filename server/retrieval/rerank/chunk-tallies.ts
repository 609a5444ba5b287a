import { detach } from '../../../core/text/detach.ts';
import { countGrams, eachWord, gramsOf } from './character-grams.ts';
import type { ChunkFeatures } from './chunk-features.ts';
import { createNumberLists, type NumberLists } from './number-lists.ts';

/** What stands how often in a chunk: counted once, by numbers that mean the same in all tallies of a book. */
export interface ChunkTallies {
  /** Its terms in order. */
  readonly sequence: Int32Array;
  readonly terms: Tally;
  /** Of title, headings and text, in lower case and as they stand. */
  readonly words: Tally;
  /** Runs of four characters in its words. */
  readonly gramCount: number;
}

export interface Tally {
  /** In the order in which each comes first. */
  readonly numbers: Int32Array;
  /** How often each of them comes. */
  readonly counts: Uint16Array;
}

/** Numbers what it meets from 0. */
export interface Numbering {
  readonly size: number;
  readonly find: (name: string) => number | undefined;
}

/** Numbers terms, words and runs of characters as they come; keeps tallies as long as the features that they are of. */
export interface TallyBook {
  read(chunk: CountedChunk): ChunkTallies;
  readonly terms: Numbering;
  readonly grams: Numbering;
  /** By a word's number, the numbers of its runs of four characters, with repeats. */
  readonly gramsByWord: NumberLists;
}

interface CountedChunk {
  readonly features: ChunkFeatures;
  /** Title, headings and text. */
  readonly text: string;
}

/** Some 50 MB of them. Texts of one language have fewer, but for identifiers and numbers. */
const DEFAULT_MAX_NUMBERED = 300_000;

/**
 * Hands out one book until so much is numbered in it, then a new one: to be asked once for all chunks that are
 * compared.
 */
export function createTallyBooks(maxNumbered = DEFAULT_MAX_NUMBERED): () => TallyBook {
  let book = createTallyBook();
  return () => {
    const { terms, grams, gramsByWord } = book;
    if (terms.size + grams.size + gramsByWord.size > maxNumbered) book = createTallyBook();
    return book;
  };
}

function createTallyBook(): TallyBook {
  const remembered = new WeakMap<ChunkFeatures, ChunkTallies>();
  const terms = createNumbering();
  const grams = createNumbering();
  const gramsByWord = createNumberLists();
  const words = createNumbering((word) => {
    gramsByWord.add(gramsOf(word).map((gram) => grams.numberOf(gram)));
  });
  return {
    terms,
    grams,
    gramsByWord,
    read(chunk) {
      const known = remembered.get(chunk.features);
      if (known !== undefined) return known;
      const tallies = tally(chunk, terms, words);
      remembered.set(chunk.features, tallies);
      return tallies;
    },
  };
}

function tally(
  { features, text }: CountedChunk,
  terms: GrowingNumbering,
  words: GrowingNumbering,
): ChunkTallies {
  const sequence = Int32Array.from(features.terms, (term) => terms.numberOf(term));
  const wordNumbers: number[] = [];
  let gramCount = 0;
  eachWord(text, (word) => {
    wordNumbers.push(words.numberOf(word));
    gramCount += countGrams(word);
  });
  return { sequence, terms: count(sequence), words: count(wordNumbers), gramCount };
}

function count(numbers: Iterable<number>): Tally {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return { numbers: Int32Array.from(counts.keys()), counts: Uint16Array.from(counts.values()) };
}

interface GrowingNumbering extends Numbering {
  readonly numberOf: (name: string) => number;
}

function createNumbering(onNew: (name: string) => void = () => undefined): GrowingNumbering {
  const numbers = new Map<string, number>();
  return {
    get size() {
      return numbers.size;
    },
    find: (name) => numbers.get(name),
    numberOf(name) {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      const number = numbers.size;
      const kept = detach(name);
      numbers.set(kept, number);
      onNew(kept);
      return number;
    },
  };
}
