import { formsOf } from '../read-words.ts';
import type { Word } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

const MIN_SHARE = 0.75;
/** How many of what is counted; "all" against "many" says too much. */
const AMOUNTS: ReadonlyMap<string, number> = new Map(
  ['many some several few certain', 'most', 'all every each'].flatMap((forms, rank) =>
    [...formsOf(forms)].map((form) => [form, rank + 1] as const),
  ),
);
/** Between an amount and what it counts: "all of the new employees". */
const LOOK_BACK = 4;
const RESTRICTING: ReadonlySet<string> = new Set([
  ...formsOf('only solely exclusively sole alone just limit limited restrict restricted reserve'),
  ...formsOf(
    'except unless other no none not never nobody without must require until first single',
  ),
]);
const ONLY: ReadonlySet<string> = formsOf('only solely exclusively');
const SAYS_ONLY = /\b(?:only|solely|exclusively)\b/iu;

/** A claim of more, or of fewer, than the evidence speaks of: "all" for "some", "only" where it does not say so. */
export function checkQuantifiers(held: HeldClaim): readonly Finding[] {
  return [...checkAmounts(held), ...checkAddedOnly(held), ...checkLeftOutOnly(held)];
}

function checkAmounts({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  return claim.words.flatMap((word, at): readonly Finding[] => {
    const amount = AMOUNTS.get(word.form) ?? 0;
    // "Not all" and "every few" are other amounts.
    const isOther =
      claim.words[at - 1]?.form === 'not' || AMOUNTS.has(claim.words[at + 1]?.form ?? '');
    const counted = claim.words.slice(at + 1, at + LOOK_BACK).find(isMeaningful);
    if (amount < 2 || isOther || counted === undefined || counted.kind === 'unit') return [];
    const there = near.flatMap(({ words }) => amountsOf(counted, words));
    const [less] = there;
    if (less === undefined || there.some((other) => other.amount >= amount)) return [];
    const text = `The source says "${less.word.surface}", not "${word.surface}".`;
    const span = { start: word.start, end: word.end };
    return [{ code: 'hedge_dropped', weight: 'missing', span, text }];
  });
}

interface Amount {
  readonly word: Word;
  readonly amount: number;
}

function amountsOf(counted: Word, words: readonly Word[]): readonly Amount[] {
  return words.flatMap(({ form }, at) => {
    if (form !== counted.form) return [];
    const before = words.slice(Math.max(0, at - LOOK_BACK), at);
    const word = before.findLast((one) => AMOUNTS.has(one.form));
    return word === undefined ? [] : [{ word, amount: AMOUNTS.get(word.form) ?? 0 }];
  });
}

/** "Only managers" where the evidence restricts nothing. */
function checkAddedOnly({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  return claim.words.flatMap((word, at): readonly Finding[] => {
    const next = claim.words[at + 1];
    const isDenied = claim.words[at - 1]?.form === 'not';
    if (!ONLY.has(word.form) || isDenied || (next?.kind !== 'content' && next?.kind !== 'name'))
      return [];
    const restricted = near.filter(({ termSet }) => termSet.has(next.form));
    if (restricted.length === 0 || restricted.some(restricts)) return [];
    const text = `The claim says "${word.surface}"; the source does not.`;
    const span = { start: word.start, end: word.end };
    return [{ code: 'negation_flipped', weight: 'missing', span, text }];
  });
}

function restricts({ words }: Holder): boolean {
  return words.some(({ form }) => RESTRICTING.has(form));
}

/** "All employees get it" where the evidence says it only of managers. */
function checkLeftOutOnly({ claim, holders }: HeldClaim): readonly Finding[] {
  const restricting = holders.filter(({ text }) => SAYS_ONLY.test(text));
  if (restricting.length === 0) return [];
  if (claim.words.some(({ form }) => RESTRICTING.has(form))) return [];
  const stated = holders.filter(({ share }) => share === 1);
  if (stated.some((holder) => !restricts(holder))) return [];
  for (const { words, termSet } of restricting) {
    const only = words.findIndex(({ form }) => ONLY.has(form));
    const isSubject = words.slice(0, only).every((word) => !isMeaningful(word));
    if (only < 0 || !isSubject) continue;
    const [restricted, ...rest] = words.slice(only + 1).filter(isMeaningful);
    const said = new Set(rest.map(({ form }) => form));
    const own = claim.words.filter(isMeaningful);
    const from = own.findIndex(({ form }) => said.has(form));
    const [subject, predicate] = [own.slice(0, from), own.slice(from)];
    const novel = subject.find(({ form }) => !termSet.has(form));
    if (restricted === undefined || novel === undefined || from < 0) continue;
    const isSame = predicate.length >= 2 && predicate.every(({ form }) => said.has(form));
    if (!isSame) continue;
    const text = `The source says this only of "${restricted.surface}".`;
    const span = { start: novel.start, end: novel.end };
    return [{ code: 'entity_swapped', weight: 'missing', span, text }];
  }
  return [];
}

function isMeaningful({ kind }: Word): boolean {
  return kind !== 'function';
}
