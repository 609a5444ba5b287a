import { readWords } from './read-words.ts';
import type { Word } from './read-words.ts';

/** A chunk's words in order, and where each form stands among them. */
export interface WordIndex {
  readonly words: readonly Word[];
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly names: readonly number[];
  readonly numbers: readonly number[];
}

export function indexWords(text: string): WordIndex {
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
  return { words, places, names, numbers };
}
