import { diffArrays } from 'diff';
import type { TextRange } from '../ui/split-text.ts';

type Mark = TextRange<'differs'>;

interface Word extends Mark {
  /** In lower case, without the separators of thousands: what is compared. */
  readonly form: string;
}

export interface MarkedPair {
  /** In the claim: words that no evidence holds. */
  readonly claim: readonly Mark[];
  /** In each evidence: what it says in their place. */
  readonly evidence: readonly (readonly Mark[])[];
}

/** They carry no fact; a negation does, and is not among them. */
const PLAIN_WORDS = new Set(
  'a an and are as at be been by for from had has have he her his in into is it its of on or our she so such that the their them then there these they this those to us was we were which who will with would you your'.split(
    ' ',
  ),
);

/** Opposite more words than these stands another sentence, not another word. */
const MAX_REPLACED_WORDS = 5;

/**
 * The words in which a claim and its evidence differ, found by aligning the two word by word. It is a
 * reading aid for a person: the verdict is the verifier's, which does not see these marks.
 */
export function markDifferences(claim: string, evidence: readonly string[]): MarkedPair {
  const claimed = readWords(claim);
  const held = evidence.map(readWords);
  const known = new Set(held.flatMap((words) => words.map(({ form }) => form)));
  const missing = new Set(
    held.length === 0
      ? []
      : claimed.filter(({ form }) => !known.has(form) && !PLAIN_WORDS.has(form)),
  );
  return {
    claim: [...missing].map(toMark),
    evidence: held.map((words) => findReplaced(claimed, words, missing).map(toMark)),
  };
}

/** The words of the evidence that stand where the claim has words of its own. */
function findReplaced(
  claimed: readonly Word[],
  held: readonly Word[],
  missing: ReadonlySet<Word>,
): readonly Word[] {
  const replaced: Word[] = [];
  const forms = new Set(claimed.map(({ form }) => form));
  let claimAt = 0;
  let heldAt = 0;
  let removed: readonly Word[] = [];
  let added: readonly Word[] = [];
  const endGap = () => {
    const own = removed.filter((word) => missing.has(word));
    replaced.push(...pairUp(own, added, forms));
    removed = [];
    added = [];
  };
  for (const change of diffArrays([...claimed], [...held], { comparator: isSame })) {
    if (change.removed) {
      removed = claimed.slice(claimAt, claimAt + change.count);
      claimAt += change.count;
    } else if (change.added) {
      added = held.slice(heldAt, heldAt + change.count);
      heldAt += change.count;
    } else {
      endGap();
      claimAt += change.count;
      heldAt += change.count;
    }
  }
  endGap();
  return replaced;
}

/** A number answers to a number, a word to a word of a gap that is not too wide. */
function pairUp(
  own: readonly Word[],
  opposite: readonly Word[],
  claimed: ReadonlySet<string>,
): readonly Word[] {
  if (own.length === 0) return [];
  const others = opposite.filter(({ form }) => !claimed.has(form) && !PLAIN_WORDS.has(form));
  if (own.some(({ form }) => isNumber(form))) return others.filter(({ form }) => isNumber(form));
  return others.length > MAX_REPLACED_WORDS ? [] : others;
}

function readWords(text: string): readonly Word[] {
  return [
    ...text.matchAll(/[£$€]?[\p{L}\p{N}](?:[\p{L}\p{N}]|[.,:'’%/-](?=[\p{L}\p{N}]))*%?/gu),
  ].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    label: 'differs' as const,
    form: word.toLowerCase().replaceAll(/(?<=\d),(?=\d{3})/g, ''),
  }));
}

function toMark({ start, end, label }: Word): Mark {
  return { start, end, label };
}

function isSame(one: Word, other: Word): boolean {
  return one.form === other.form;
}

function isNumber(form: string): boolean {
  return /\d/.test(form);
}
