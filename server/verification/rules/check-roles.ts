import { formsOf } from '../read-words.ts';
import type { Word } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

const MIN_SHARE = 0.75;
/** Words of meaning on either side of a word that may be its subject or object. */
const REACH = 3;
const BOUNDARIES: ReadonlySet<string> = new Set(
  'and or but nor than which that who whose where how if when while until since because so then as not'.split(
    ' ',
  ),
);
const PREPOSITIONS: ReadonlySet<string> = new Set(
  'to from by for of with in on at into onto against over under between through without before after per'.split(
    ' ',
  ),
);
/** Who does it to whom makes no difference. */
const SYMMETRIC = formsOf(
  'similar equal equivalent relate related connect connected linked adjacent near same different identical correspond compare meet marry married border resemble match intersect cooperate collaborate agree mean known called',
);
const EITHER_WAY: ReadonlySet<string> = new Set(['with', 'between']);

/**
 * Two words that changed places around a third: "the landlord pays the tenant" where the evidence says "the tenant pays
 * the landlord". Each has to stand on the other's side of it and behind the other's preposition, so that a passive
 * or a change of order alone is no swap.
 */
export function checkRoles({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  if (near.length === 0) return [];
  const roles = findRoles(claim.words, claim.text, claim.start);
  const stated = near.map((holder) => rolesOf(holder));
  for (const role of roles) {
    if (SYMMETRIC.has(role.pivot) || EITHER_WAY.has(role.right.preposition)) continue;
    const isTurned = stated.some((there) => there.has(keyOf(turn(role))));
    const isStated = stated.some((there) => there.has(keyOf(role)));
    if (!isTurned || isStated) continue;
    const { left, right } = role;
    const text = `The source has "${right.word.surface}" and "${left.word.surface}" in each other's place.`;
    const span = { start: left.word.start, end: right.word.end };
    return [{ code: 'role_swapped', weight: 'conflict', span, text }];
  }
  return [];
}

interface Role {
  readonly pivot: string;
  readonly left: Place;
  readonly right: Place;
}

interface Place {
  readonly word: Word;
  /** Empty where none stands before it. */
  readonly preposition: string;
}

function rolesOf({ words, indexed }: Holder): ReadonlySet<string> {
  return new Set(findRoles(words, indexed.text, 0).map(keyOf));
}

function turn({ pivot, left, right }: Role): Role {
  return {
    pivot,
    left: { ...left, word: right.word },
    right: { ...right, word: left.word },
  };
}

function keyOf({ pivot, left, right }: Role): string {
  return [left.preposition, left.word.form, pivot, right.preposition, right.word.form].join(' ');
}

/** What stands on both sides of each word of a clause; `offset` is where the text begins in what words index. */
function findRoles(words: readonly Word[], text: string, offset: number): readonly Role[] {
  const said = words.filter(isMeaningful).map(({ form }) => form);
  return splitClauses(words, text, offset).flatMap((clause) => {
    const places = clause.flatMap((word, at) =>
      isMeaningful(word) ? [{ word, preposition: prepositionBefore(clause, at) }] : [],
    );
    return places.flatMap(({ word: { form: pivot, kind } }, at) =>
      kind === 'number' || kind === 'unit'
        ? []
        : places
            .slice(Math.max(0, at - REACH), at)
            .flatMap((left) =>
              places
                .slice(at + 1, at + 1 + REACH)
                .flatMap((right) => (isPair(left, right, said) ? [{ pivot, left, right }] : [])),
            ),
    );
  });
}

/** Numbers have rules of their own; of a word that is said twice nobody knows which one moved. */
function isPair({ word: left }: Place, { word: right }: Place, said: readonly string[]): boolean {
  const isOnce = [left, right].every(
    ({ form, kind }) =>
      kind !== 'number' && kind !== 'unit' && said.indexOf(form) === said.lastIndexOf(form),
  );
  return isOnce && left.form !== right.form;
}

/** "A" in the middle of a sentence is a name. */
function isMeaningful({ kind, surface }: Word): boolean {
  return kind !== 'function' || /^\p{Lu}$/u.test(surface);
}

/** That of the whole name or noun: "by" of "by Captain Ross". */
function prepositionBefore(clause: readonly Word[], at: number): string {
  const before = clause.slice(0, at);
  const helping = before.findLastIndex((word) => !isMeaningful(word));
  const start = before.slice(0, helping + 1).findLastIndex(isMeaningful) + 1;
  const words = before.slice(start, helping + 1);
  return words.findLast(({ form }) => PREPOSITIONS.has(form))?.form ?? '';
}

function splitClauses(
  words: readonly Word[],
  text: string,
  offset: number,
): readonly (readonly Word[])[] {
  const clauses: Word[][] = [];
  let last: Word | null = null;
  for (const word of words) {
    const gap = last === null ? ',' : text.slice(last.end - offset, word.start - offset);
    if (/[^\s'’"“”]/u.test(gap) || BOUNDARIES.has(word.form)) clauses.push([]);
    if (!BOUNDARIES.has(word.form)) clauses.at(-1)?.push(word);
    last = word;
  }
  return clauses;
}
