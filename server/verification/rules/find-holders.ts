import type { IndexedChunk } from '../index-evidence.ts';
import type { Word } from '../read-words.ts';
import type { Comparison } from './finding.ts';

/** A sentence of the evidence that holds much of what a claim says; offsets index its chunk's text. */
export interface Holder {
  readonly indexed: IndexedChunk;
  readonly text: string;
  readonly words: readonly Word[];
  /** Of the heading, or the head of the table, that it stands below. */
  readonly head: readonly Word[];
  /** The stems of its words of meaning. */
  readonly termSet: ReadonlySet<string>;
  /** The share of the claim's different terms that it has with what it stands below, 0 to 1. */
  readonly share: number;
}

/** A claim beside the sentences that hold most of it. */
export interface HeldClaim extends Comparison {
  readonly holders: readonly Holder[];
}

const HELD_FROM = 0.5;
const NONE: readonly Holder[] = [];

/** The sentences of all the chunks that hold at least half of the claim's terms, in order. */
export function findHolders({ claim, chunks, support }: Comparison): readonly Holder[] {
  // A window holds at least as much as each of its sentences, but by weight and not by count.
  if (support.window === 0) return [];
  const wanted = [...new Set(claim.terms.map(({ term }) => term))];
  if (wanted.length === 0) return [];
  return chunks.flatMap((indexed) =>
    indexed.sentences.flatMap((sentence, at): readonly Holder[] => {
      const { text, termSet, below } = sentence;
      const above = below === null ? null : indexed.sentences[below];
      let held = 0;
      for (const term of wanted) if (termSet.has(term) || above?.termSet.has(term)) held += 1;
      const share = held / wanted.length;
      if (share < HELD_FROM) return NONE;
      const head = below === null ? [] : wordsOfSentence(indexed, below);
      return [{ indexed, text, termSet, share, head, words: wordsOfSentence(indexed, at) }];
    }),
  );
}

function wordsOfSentence({ words }: IndexedChunk, at: number): readonly Word[] {
  const { words: all, sentenceOf } = words();
  const from = sentenceOf.indexOf(at);
  return from < 0 ? [] : all.slice(from, sentenceOf.lastIndexOf(at) + 1);
}
