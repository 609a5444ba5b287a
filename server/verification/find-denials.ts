import { formsOf } from './read-words.ts';
import type { Word } from './read-words.ts';

type Form = Pick<Word, 'form'>;

const NEGATIONS = formsOf('not no never none neither nor without nobody nothing nowhere');
/** Other ways to deny: near one of them, a negation may be right, and a missing one proves nothing. */
export const DENIALS: ReadonlySet<string> = new Set([
  ...NEGATIONS,
  ...formsOf(
    'avoid refrain prohibit forbid forbidden prevent fail lack impossible unnecessary unable refuse deny instead rather only unless except hardly rarely less free stop decline exclude false incorrect wrong few little before until ineligible illegal invalid',
  ),
]);
/** "not only", "no later", "not necessarily" turn nothing round. */
const NO_DENIAL = formsOf('only later earlier more less fewer sooner least necessarily');
/** Before "than" they make a bound of a denial: "can't cost more than". */
export const COMPARATIVES =
  'more less fewer later earlier sooner longer higher lower greater larger smaller';
const COMPARATIVE_FORMS = formsOf(COMPARATIVES);
/** So does "must not exceed". */
const EXCEED = formsOf('exceed');
const BOUND_WITHIN = 4;

/** Where a text denies something; `words` are all of it, or of a sentence, in order. */
export function findDenials(words: readonly Form[]): readonly number[] {
  return words.flatMap(({ form }, at) =>
    NEGATIONS.has(form) && !isNoDenial(words, at) && !isBound(words, at) ? [at] : [],
  );
}

/** "not only"; "whether or not". */
function isNoDenial(words: readonly Form[], at: number): boolean {
  return NO_DENIAL.has(words[at + 1]?.form ?? '') || words[at - 1]?.form === 'or';
}

function isBound(words: readonly Form[], at: number): boolean {
  const scope = words.slice(at + 1, at + 1 + BOUND_WITHIN).map(({ form }) => form);
  return scope.some(
    (form, place) =>
      EXCEED.has(form) || (COMPARATIVE_FORMS.has(form) && words[at + 2 + place]?.form === 'than'),
  );
}
