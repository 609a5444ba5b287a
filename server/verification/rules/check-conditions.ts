import { readWords } from '../read-words.ts';
import type { Finding } from './finding.ts';
import type { HeldClaim, Holder } from './find-holders.ts';

const MIN_SHARE = 0.6;
const ALL = /\b(?:all|every|each|any)\b/iu;
/** "Above 25 euros", "longer than three days": not all of what is named is meant. */
const RESTRICTED = String.raw`above|over|below|under|exceeding|(?:of|with|worth|costing) (?:more|less|fewer|at least|at most|over|under)|\p{L}{3,}er than|more than|less than|fewer than`;
const RESTRICTS = new RegExp(String.raw`\b(?:${RESTRICTED})\b`, 'iu');
const RESTRICTED_ALL = new RegExp(
  String.raw`\b(?:all|every|each|any) (?<counted>(?:[\p{L}-]+ ){1,3}?)(?<restriction>${RESTRICTED}) `,
  'iu',
);
/** Whatever is the case. */
const UNCONDITIONAL =
  /\b(?:even (?:if|when|without)|whether or not|regardless of|in any case|in all cases)\b/iu;
const ONLY_IF = /\b(?:only|solely|exclusively) (?:if|when|where|with|after)\b|\bprovided that\b/iu;

/** What the evidence restricts or says under a condition, and the claim of all and in any case. */
export function checkConditions({ claim, holders }: HeldClaim): readonly Finding[] {
  const near = holders.filter(({ share }) => share >= MIN_SHARE);
  if (near.length === 0) return [];
  return [...checkRestriction(claim, near), ...checkUnconditional(claim, near)];
}

function checkRestriction(
  claim: HeldClaim['claim'],
  holders: readonly Holder[],
): readonly Finding[] {
  const all = ALL.exec(claim.text);
  if (all === null || RESTRICTS.test(claim.text)) return [];
  const [, counted] = readWords(claim.text.slice(all.index));
  const restrictions = holders.map(({ text }) => {
    const restricted = RESTRICTED_ALL.exec(text)?.groups;
    const last = readWords(restricted?.counted ?? '').at(-1);
    return last !== undefined && last.form === counted?.form ? restricted?.restriction : undefined;
  });
  const [restriction] = restrictions;
  if (restriction === undefined || restrictions.includes(undefined)) return [];
  const start = claim.start + all.index;
  const span = { start, end: start + all[0].length };
  const text = `The source goes on with "${restriction}", which restricts "${all[0]}".`;
  return [{ code: 'hedge_dropped', weight: 'missing', span, text }];
}

function checkUnconditional(
  claim: HeldClaim['claim'],
  holders: readonly Holder[],
): readonly Finding[] {
  const unconditional = UNCONDITIONAL.exec(claim.text);
  const conditional = holders.map(({ text }) => ONLY_IF.exec(text)?.[0]);
  const [condition] = conditional;
  if (unconditional === null || condition === undefined || conditional.includes(undefined))
    return [];
  const start = claim.start + unconditional.index;
  const span = { start, end: start + unconditional[0].length };
  const text = `The source says "${condition}", not "${unconditional[0]}".`;
  return [{ code: 'hedge_dropped', weight: 'conflict', span, text }];
}
