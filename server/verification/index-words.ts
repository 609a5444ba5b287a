import type { Span } from '../../core/text/spans.ts';
import { readWords } from './read-words.ts';
import type { Word } from './read-words.ts';

/** A chunk's words in order, and where each form stands among them. */
export interface WordIndex {
  readonly words: readonly Word[];
  readonly places: ReadonlyMap<string, readonly number[]>;
  /** For each word the place of its sentence among those of the chunk. */
  readonly sentenceOf: Int32Array;
  readonly sentenceCount: number;
  readonly names: readonly number[];
  readonly numbers: readonly number[];
}

export function indexWords(text: string, sentences: readonly Span[]): WordIndex {
  const words = readWords(text);
  const places = new Map<string, number[]>();
  const names: number[] = [];
  const numbers: number[] = [];
  for (const [at, { form, kind }] of words.entries()) {
    const known = places.get(form);
    if (known === undefined) places.set(form, [at]);
    else known.push(at);
    if (kind === 'name') names.push(at);
    else if (kind === 'number') numbers.push(at);
  }
  const sentenceOf = findSentences(words, sentences);
  return { words, places, sentenceOf, sentenceCount: sentences.length, names, numbers };
}

/** Both are in order, and sentences cover all that is not white space. */
function findSentences(words: readonly Word[], sentences: readonly Span[]): Int32Array {
  const sentenceOf = new Int32Array(words.length);
  let sentence = 0;
  for (const [at, { start }] of words.entries()) {
    while (sentence < sentences.length - 1 && (sentences[sentence]?.end ?? 0) <= start) {
      sentence += 1;
    }
    sentenceOf[at] = sentence;
  }
  return sentenceOf;
}
