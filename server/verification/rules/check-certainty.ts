import { formsOf } from '../read-words.ts';
import type { Word } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

const MIN_SHARE = 0.75;
/** Words after a helping verb within which its verb stands: "may also not rise". */
const VERB_WITHIN = 3;
const OPEN = formsOf('may might could');
const ADVISED = formsOf('should may might can could');
/** Of each helping verb the ones that say less. */
const WEAKER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...[...formsOf('will')].map((form) => [form, OPEN] as const),
  ...[...formsOf('must shall')].map((form) => [form, ADVISED] as const),
]);
const HELPING: ReadonlySet<string> = new Set([...WEAKER.keys(), ...OPEN, ...ADVISED]);
const MOSTLY = formsOf('usually often generally typically sometimes normally mostly commonly');
const SELDOM = formsOf('rarely seldom hardly sometimes');
const WITHOUT_RESERVE: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...[...formsOf('always')].map((form) => [form, MOSTLY] as const),
  ...[...formsOf('never')].map((form) => [form, SELDOM] as const),
]);

/** "Will" where the evidence has "may" before the same verb, and "always" where it has "usually". */
export function checkCertainty({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  return claim.words.flatMap((word, at): readonly Finding[] => {
    const weaker = findWeaker(claim.words, at, near);
    if (weaker === null) return [];
    const text = `The source says "${weaker.surface}", not "${word.surface}".`;
    const span = { start: word.start, end: word.end };
    return [{ code: 'hedge_dropped', weight: 'missing', span, text }];
  });
}

function findWeaker(claim: readonly Word[], at: number, holders: readonly Holder[]): Word | null {
  const form = claim[at]?.form ?? '';
  const seldom = WITHOUT_RESERVE.get(form);
  if (seldom !== undefined) {
    const all = holders.flatMap(({ words }) => words);
    if (all.some((other) => other.form === form)) return null;
    return all.find((other) => seldom.has(other.form)) ?? null;
  }
  const weaker = WEAKER.get(form);
  const verb = claim.slice(at + 1, at + 1 + VERB_WITHIN).find(({ kind }) => kind !== 'function');
  if (weaker === undefined || verb === undefined) return null;
  const helped = holders.flatMap(({ words }) => findHelping(words, verb.form));
  const isOpen = helped.length > 0 && helped.every(({ form: other }) => weaker.has(other));
  return isOpen ? (helped[0] ?? null) : null;
}

/** For each place of a verb, its helping verb; the verb itself where it has none. */
function findHelping(words: readonly Word[], verb: string): readonly Word[] {
  return words.flatMap((word, at) => {
    if (word.form !== verb) return [];
    const before = words.slice(Math.max(0, at - VERB_WITHIN), at);
    return [before.findLast(isHelping) ?? word];
  });
}

/** "In May" helps no verb. */
function isHelping({ form, kind }: Word): boolean {
  return kind !== 'name' && HELPING.has(form);
}
