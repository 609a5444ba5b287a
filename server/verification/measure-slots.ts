import { findInstead, matchSame } from './match-context.ts';
import type { Slot } from './match-context.ts';
import { findNeighbours, weighNeighbours } from './measure-neighbours.ts';
import type { WordIndex } from './index-words.ts';
import type { Word, WordKind } from './read-words.ts';
import { hasOpposite, isOpposite, isOtherOfGroup } from './rules/antonyms.ts';

/** A number, name, unit or other word of the claim beside what the evidence has in its place. */
export interface MeasuredSlot extends Slot {
  readonly kind: WordKind;
  /** By how much more the words around it agree with another value than with its own; 0 or more. */
  readonly substitution: number;
  readonly instead: readonly Word[];
  /** Which share of the words around it stands near it in the evidence, 0 to 1; numbers and names only. */
  readonly near: number;
  /** By how much more stands near another number or name of its kind that the claim does not have. */
  readonly margin: number;
  readonly rival: Word | null;
}

/** The slots of a claim, each measured against all the chunks; `isDerived` leaves out values that were converted. */
export function measureSlots(
  claim: readonly Word[],
  chunks: readonly WordIndex[],
  isDerived: (word: Word) => boolean,
): readonly MeasuredSlot[] {
  const own = new Set(claim.map(({ form }) => form));
  return findSlots(claim)
    .filter(({ from }) => !isDerived(claim[from] ?? NOTHING))
    .map((slot) => {
      const { from, to, kind } = slot;
      const { substitution, instead } = measureSubstitution(claim, slot, chunks);
      const { near, margin, rival } = measureNearness(claim, slot, { chunks, own });
      return { from, to, kind, substitution, instead, near, margin, rival };
    });
}

type PlainSlot = Slot & { readonly kind: WordKind };

const NOTHING: Word = { start: 0, end: 0, form: '', surface: '', kind: 'function' };

/** A name of several words is one slot, and each of its words another. */
function findSlots(claim: readonly Word[]): readonly PlainSlot[] {
  return claim.flatMap(({ kind, form }, from): readonly PlainSlot[] => {
    if (kind === 'function' && !hasOpposite(form)) return [];
    const single = { from, to: from + 1, kind };
    if (kind !== 'name' || claim[from - 1]?.kind === 'name') return [single];
    let to = from + 1;
    while (claim[to]?.kind === 'name') to += 1;
    return to === from + 1 ? [single] : [{ from, to, kind }, single];
  });
}

function measureSubstitution(
  claim: readonly Word[],
  slot: PlainSlot,
  chunks: readonly WordIndex[],
): Pick<MeasuredSlot, 'substitution' | 'instead'> {
  const own = new Set(claim.slice(slot.from, slot.to).map(({ form }) => form));
  let same = 0;
  let most = 0;
  let instead: readonly Word[] = [];
  for (const index of chunks) {
    same = Math.max(same, matchSame(claim, slot, index));
    for (const { words, context } of findInstead(claim, slot, index)) {
      if (context <= most || words.some(({ form }) => own.has(form))) continue;
      if (!isLike(slot.kind, words, own)) continue;
      most = context;
      instead = words;
    }
  }
  return { substitution: Math.max(0, most - same), instead };
}

function isLike(kind: WordKind, words: readonly Word[], own: ReadonlySet<string>): boolean {
  const [first] = words;
  const isOther = (differs: (left: string, right: string) => boolean) =>
    words.length === 1 && [...own].some((form) => differs(form, first?.form ?? ''));
  if (kind === 'function') return isOther(isOpposite);
  if (kind === 'name') {
    return words.some((word) => word.kind === 'name' || /^\p{Lu}\p{L}/u.test(word.surface));
  }
  if (kind === 'content')
    return (words.length === 1 && first?.kind === 'content') || isOther(isOtherOfGroup);
  return words.some((word) => word.kind === kind);
}

interface Around {
  readonly chunks: readonly WordIndex[];
  readonly own: ReadonlySet<string>;
}

function measureNearness(
  claim: readonly Word[],
  { from, to, kind }: PlainSlot,
  { chunks, own }: Around,
): Pick<MeasuredSlot, 'near' | 'margin' | 'rival'> {
  const none = { near: 1, margin: 0, rival: null };
  if ((kind !== 'number' && kind !== 'name') || to > from + 1) return none;
  const weights = weighNeighbours(claim, from);
  let total = 0;
  for (const weight of weights.values()) total += weight;
  if (total === 0) return none;
  const measured = measureOf(claim, from);
  let same = 0;
  let most = 0;
  let rival: Word | null = null;
  for (const index of chunks) {
    for (const at of index.places.get(claim[from]?.form ?? '') ?? [])
      same = Math.max(same, findNeighbours(weights, index, at));
    for (const at of kind === 'number' ? index.numbers : index.names) {
      const other = index.words[at];
      if (other === undefined || own.has(other.form)) continue;
      if (kind === 'number' && !areAlike(measured, measureOf(index.words, at))) continue;
      const near = findNeighbours(weights, index, at);
      if (near <= most) continue;
      most = near;
      rival = other;
    }
  }
  return { near: same / total, margin: Math.max(0, (most - same) / total), rival };
}

/** What a number measures or counts, as far as its neighbours say. */
function measureOf(words: readonly Word[], at: number): string {
  const before = words[at - 1];
  const after = words[at + 1];
  if (before !== undefined && /^[£$€¥]$/u.test(before.surface)) return 'money';
  if (after?.kind === 'unit') return after.form;
  const value = Number(words[at]?.form.slice(1));
  if (Number.isInteger(value) && value >= 1500 && value < 2100) return 'year';
  return after?.kind === 'content' ? `of ${after.form}` : '';
}

function areAlike(left: string, right: string): boolean {
  return left === right || left === '' || right === '';
}
