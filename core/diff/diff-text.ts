import { diffArrays, diffWordsWithSpace, type ChangeObject } from 'diff';
import type { DiffGranularity, TextChange } from '../../contract/version-diff.ts';
import { splitSentences } from '../text/sentences.ts';

export interface TextDiff {
  readonly granularity: DiffGranularity;
  /** Without `insert` they are the old text, without `delete` the new one, to the last character. */
  readonly words: readonly TextChange[];
}

/**
 * How many words may be removed and added before sentences are compared instead: the work grows with
 * the square of it. At 1,000, which no two chunks of 256 tokens reach, it takes a tenth of a second.
 */
export const MAX_CHANGED_WORDS = 1_000;
const MAX_CHANGED_SENTENCES = 1_000;

/**
 * What changed between two texts, by word; by sentence where more than `maxChangedWords` differ; as a whole
 * where even that is too much. Swapping the texts swaps the changes.
 */
export function diffText(
  from: string,
  to: string,
  maxChangedWords: number = MAX_CHANGED_WORDS,
): TextDiff {
  // Of several shortest ways to change one text into the other, both directions take the same.
  if (from > to) return reverseTextDiff(diffText(to, from, maxChangedWords));
  const words = diffWordsWithSpace(from, to, { maxEditLength: maxChangedWords });
  if (words !== undefined) return { granularity: 'word', words: tidy(words.map(toChange)) };
  const sentences = diffArrays(cutSentences(from), cutSentences(to), {
    maxEditLength: MAX_CHANGED_SENTENCES,
  });
  if (sentences === undefined) return replaceWhole(from, to);
  return {
    granularity: 'sentence',
    words: tidy(sentences.map((change) => toChange({ ...change, value: change.value.join('') }))),
  };
}

/** The same changes, told from the other side. */
export function reverseTextDiff({ granularity, words }: TextDiff): TextDiff {
  const swapped = words.map(({ op, text }): TextChange => ({ op: REVERSED[op], text }));
  return { granularity, words: tidy(swapped) };
}

const REVERSED = { equal: 'equal', insert: 'delete', delete: 'insert' } as const;

/** All of one text for all of the other. */
export function replaceWhole(from: string, to: string): TextDiff {
  return {
    granularity: 'chunk',
    words: tidy([
      { op: 'delete', text: from },
      { op: 'insert', text: to },
    ]),
  };
}

/** Nothing changed. */
export function keepWhole(text: string): TextDiff {
  return { granularity: 'chunk', words: tidy([{ op: 'equal', text }]) };
}

function toChange({ added, removed, value }: ChangeObject<string>): TextChange {
  return { op: added ? 'insert' : removed ? 'delete' : 'equal', text: value };
}

/** Pieces that join to the text again: each sentence with the white space behind it. */
function cutSentences(text: string): string[] {
  const starts = splitSentences(text).map((span) => span.start);
  const cuts = [0, ...starts.slice(1), text.length];
  return cuts.slice(1).map((end, index) => text.slice(cuts[index], end));
}

/**
 * One deletion and one insertion for each place that changed, in this order: two changes with nothing but
 * white space between them are one to a reader.
 */
function tidy(changes: readonly TextChange[]): readonly TextChange[] {
  const tidied: TextChange[] = [];
  let deleted = '';
  let inserted = '';
  let space = '';
  const flush = () => {
    if (deleted !== '') tidied.push({ op: 'delete', text: deleted });
    if (inserted !== '') tidied.push({ op: 'insert', text: inserted });
    [deleted, inserted] = ['', ''];
  };
  const keep = (text: string) => {
    if (text === '') return;
    flush();
    const last = tidied.at(-1);
    if (last?.op === 'equal') tidied[tidied.length - 1] = { op: 'equal', text: last.text + text };
    else tidied.push({ op: 'equal', text });
  };
  for (const { op, text } of changes) {
    if (op === 'equal') {
      const isOnlySpace = deleted + inserted !== '' && text.trim() === '';
      if (isOnlySpace) space += text;
      else {
        keep(space + text);
        space = '';
      }
      continue;
    }
    deleted += space + (op === 'delete' ? text : '');
    inserted += space + (op === 'insert' ? text : '');
    space = '';
  }
  keep(space);
  flush();
  return tidied;
}
