import type { WordIndex } from './index-words.ts';
import type { Word } from './read-words.ts';

/** A verb may be denied behind one of these only; elsewhere "not" has the verb of what stands before it. */
const HELPING: ReadonlySet<string> = new Set(
  'do does did is are was were be been am has have had can could mai may might must shall should will would need'.split(
    ' ',
  ),
);
const JOINS: ReadonlySet<string> = new Set(['and', 'but', 'or']);
/** They may stand between the denial and what it denies: "but not for the labour". */
const INSIDE: ReadonlySet<string> = new Set(
  'a an the any for of in on at to by from with during our your'.split(' '),
);
const MOST_DENIED = 3;
/** How far from its "not" a claim may have what is denied. */
const REACH = 6;

/**
 * Whether the evidence denies with a verb that stands before what it affirms: "covers parts but not labour" says of the
 * claim's negation at a place, "does not cover labour", what that says.
 */
export function isDeniedInShort(
  claim: readonly Word[],
  at: number,
  { words, places, sentenceOf }: WordIndex,
): boolean {
  const clause = clauseAround(claim, at);
  return ['not', 'never'].some((form) =>
    (places.get(form) ?? []).some((place) => {
      if (!isElided(words, place)) return false;
      const denied = deniedBehind(words, place, sentenceOf);
      return denied.length > 0 && denied.every((one) => clause.has(one));
    }),
  );
}

function isElided(words: readonly Word[], at: number): boolean {
  const before = words[at - 1]?.form ?? '';
  if (words[at]?.form === 'not') return !HELPING.has(before) && before !== 'or';
  return JOINS.has(before) && words[at + 1]?.kind === 'function';
}

function deniedBehind(
  words: readonly Word[],
  at: number,
  sentenceOf: Int32Array,
): readonly string[] {
  const denied: string[] = [];
  for (let place = at + 1; denied.length < MOST_DENIED; place += 1) {
    const word = words[place];
    if (word === undefined || sentenceOf[place] !== sentenceOf[at]) break;
    if (word.kind !== 'function') denied.push(word.form);
    else if (!INSIDE.has(word.form)) break;
  }
  return denied;
}

/** The claim's words near a place, with no other clause between. */
function clauseAround(claim: readonly Word[], at: number): ReadonlySet<string> {
  const start = Math.max(at - REACH, claim.slice(0, at).findLastIndex(isJoin) + 1);
  const join = claim.slice(at).findIndex(isJoin);
  const end = Math.min(at + REACH + 1, join < 0 ? claim.length : at + join);
  return new Set(claim.slice(start, end).map(({ form }) => form));
}

function isJoin({ form }: Word): boolean {
  return JOINS.has(form);
}
