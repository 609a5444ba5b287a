import type { Word } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

/** Sentences of one pattern have at least so much in the same places, by words; rows of a table need nothing. */
const SAME_FROM = 0.5;

/**
 * A claim that takes one value from each of two sentences, or rows of a table, of the same pattern: "the Madrid office is
 * led by Tom" of "The Paris office is led by Tom. The Madrid office is led by Ana."
 */
export function checkParallels({ claim, holders }: HeldClaim): readonly Finding[] {
  if (holders.length < 2 || holders.some(({ share }) => share === 1)) return [];
  const own = new Map(claim.words.map((word) => [word.form, word]));
  for (const left of holders) {
    for (const right of holders) {
      if (left === right || left.indexed !== right.indexed || !areParallel(left, right)) continue;
      const mixed = findMixed(wordsWithHead(left), wordsWithHead(right), own);
      if (mixed === null) continue;
      const span = { start: mixed.taken.start, end: mixed.taken.end };
      const text = `The source has "${mixed.instead.surface}" there.`;
      const code = mixed.taken.kind === 'number' ? 'number_swapped' : 'entity_swapped';
      return [{ code, weight: 'conflict', span, text }];
    }
  }
  return [];
}

function areParallel(one: Holder, other: Holder): boolean {
  const [left, right] = [wordsWithHead(one), wordsWithHead(other)];
  if (left.length !== right.length || one.head.length !== other.head.length) return false;
  if (one.text.startsWith('|') && other.text.startsWith('|')) return true;
  const same = left.filter(({ form }, at) => right[at]?.form === form).length;
  return same >= SAME_FROM * left.length;
}

function wordsWithHead({ head, words }: Holder): readonly Word[] {
  return [...head, ...words];
}

interface Mixed {
  /** The claim's word that stands in the other sentence. */
  readonly taken: Word;
  readonly instead: Word;
}

/** The claim names what the left sentence is about, and gives what the right one has. */
function findMixed(
  left: readonly Word[],
  right: readonly Word[],
  own: ReadonlyMap<string, Word>,
): Mixed | null {
  let isAboutLeft = false;
  let mixed: Mixed | null = null;
  const [leftForms, rightForms] = [left, right].map(
    (words) => new Set(words.map(({ form }) => form)),
  );
  for (const [at, word] of left.entries()) {
    const other = right[at];
    if (other === undefined || other.form === word.form) continue;
    const hasLeft = own.has(word.form);
    const taken = own.get(other.form);
    if (hasLeft && taken !== undefined) return null;
    if (hasLeft && rightForms?.has(word.form) !== true && mixed === null) isAboutLeft = true;
    if (taken !== undefined && leftForms?.has(other.form) !== true) {
      if (!isAboutLeft) return null;
      mixed ??= { taken, instead: word };
    }
    if (hasLeft && mixed !== null) return null;
  }
  return isAboutLeft ? mixed : null;
}
