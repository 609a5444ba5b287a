import { DENIALS } from '../find-denials.ts';
import { readWords } from '../read-words.ts';
import type { Word } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

const MIN_SHARE = 0.7;
const EXCEPTING =
  /\b(?:except(?:ing)?(?: for)?|excluding|(?:but )?excludes?|other than|apart from|with the exception of|save for|(?:and|but) (?:not|never))\b|, not\b/giu;
/** What makes an exception from a rule; "but not" only says what is not meant. */
const FROM_ALL = /\b(?:except|excluding|other than|apart from|with the exception of|save for)/iu;
const ALL = /\b(?:all|every|each|any|everyone|everybody|everything|anyone|anybody|anything)\b/iu;
/** They may stand within what is excepted: "except for the interns of partners". */
const INSIDE: ReadonlySet<string> = new Set(
  'a an the any for of in on at to by from with our your'.split(' '),
);
const MOST_EXCEPTED = 4;

/** What the evidence excepts and the claim does not: "covers labour" against "covers parts but not labour". */
export function checkExceptions({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  if (near.length === 0 || claim.words.some(({ form }) => DENIALS.has(form))) return [];
  const exceptions = near.flatMap(({ text }) => findExceptions(text));
  const finding =
    findExcepted(claim, exceptions, near) ?? findExceptionLeftOut(claim, exceptions, near);
  return finding === null ? [] : [finding];
}

type Claim = HeldClaim['claim'];

/** The claim says it of the very thing that is excepted. */
function findExcepted(
  claim: Claim,
  exceptions: readonly Exception[],
  near: readonly Holder[],
): Finding | null {
  const own = new Map(claim.words.map((word) => [word.form, word]));
  for (const { words, written } of exceptions) {
    const [first] = words;
    const word = own.get(first?.form ?? '');
    if (first === undefined || word === undefined || isStated(first, near)) continue;
    const span = { start: word.start, end: word.end };
    const text = `The source excepts this: "${written}".`;
    return { code: 'negation_flipped', weight: 'conflict', span, text };
  }
  return null;
}

/** The claim says it of all. */
function findExceptionLeftOut(
  claim: Claim,
  exceptions: readonly Exception[],
  near: readonly Holder[],
): Finding | null {
  const exception = exceptions.find(({ written }) => FROM_ALL.test(written));
  const all = ALL.exec(claim.text);
  if (exception === undefined || all === null || isWhole(claim.text, all, near)) return null;
  const start = claim.start + all.index;
  const span = { start, end: start + all[0].length };
  const text = `The source makes an exception, "${exception.written}"; the claim leaves it out.`;
  return { code: 'hedge_dropped', weight: 'missing', span, text };
}

interface Exception {
  /** Of meaning, in order. */
  readonly words: readonly Word[];
  readonly written: string;
}

function findExceptions(text: string): readonly Exception[] {
  return Array.from(text.matchAll(EXCEPTING)).map((match) => {
    const rest = text.slice(match.index + match[0].length);
    const clause = /^[^,.;:()]*/u.exec(rest)?.[0] ?? '';
    const words: Word[] = [];
    for (const word of readWords(clause)) {
      if (word.kind !== 'function') words.push(word);
      else if (!INSIDE.has(word.form)) break;
      if (words.length === MOST_EXCEPTED) break;
    }
    const end = words.at(-1)?.end ?? 0;
    return { words, written: match[0] + rest.slice(0, end) };
  });
}

/** The same word may also stand before the exception, or in a sentence without one. */
function isStated({ form }: Word, holders: readonly Holder[]): boolean {
  return holders.some(({ text, words }) => {
    const at = text.search(EXCEPTING);
    const start = words[0]?.start ?? 0;
    const before = at < 0 ? words : words.filter((word) => word.start - start < at);
    return before.some((word) => word.form === form);
  });
}

/** Another sentence says it of all without an exception. */
function isWhole(claim: string, all: RegExpExecArray, holders: readonly Holder[]): boolean {
  const counted = readWords(claim.slice(all.index)).find(({ kind }) => kind !== 'function');
  return holders.some(
    ({ text, words }) =>
      text.search(EXCEPTING) < 0 &&
      ALL.test(text) &&
      words.some(({ form }) => form === counted?.form),
  );
}
