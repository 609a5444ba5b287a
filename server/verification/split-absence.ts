import type { Span } from '../../core/text/spans.ts';
import { trimSpan } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { findAbsence } from './classify-claim.ts';
import { isClause, isPlainClause } from './is-clause.ts';

const JOINS = 'but|so|however|yet|although|though|while|whereas|therefore|thus|hence|because|and';
const JOIN = new RegExp(
  String.raw`(?:[,;]|\s[–—-])?\s+(?:${JOINS})\b[,\s]\s*|;\s+|\s[–—-]\s+|:\s+`,
  'giu',
);
const JOIN_BEFORE = new RegExp(
  String.raw`[,;]?\s+(?:${JOINS})\b[,\s]\s*(?:[\p{L}’']+\s+){0,4}$|;\s*(?:[\p{L}’']+\s+){0,4}$`,
  'iu',
);
/** What was not found, and what to do about it, is no statement about the subject. */
const NO_STATEMENT = new RegExp(
  [
    String.raw`^(?:nothing|no|none|neither|nor|nobody|only|not|please|perhaps)\b`,
    String.raw`^(?:i|we)\s(?:cannot|can['’]t|could|am|are (?:un|not )|would|recommend|suggest|advise|do not|don['’]t)`,
    String.raw`^(?:(?:you|i|we|it is)\s(?:[\p{L}’']+\s){0,5})?(?:contact|consult|ask|refer to|reach out|check with)\b`,
    String.raw`\b(?:is|are|remains?) (?:not (?:clear|known|possible|certain)|unclear|unknown|uncertain|impossible|undetermined|unanswered)\b`,
    String.raw`\bcannot be (?:answered|determined|confirmed|verified|told|said)\b`,
  ].join('|'),
  'iu',
);
/** As much of a clause as its subject and verb take. */
const CLAUSE_LENGTH = 160;
const ASKS = /\b(?:whether|if|how|what|when|where|who|which|why|that)\b/iu;

/**
 * A sentence that says what is absent, cut where it also states something in a clause of its own: "nothing is said of
 * pets, but dogs are welcome" would otherwise hide a statement behind a silence. One part where it does not.
 */
export function splitAbsence(plainText: string, sentence: Span): readonly Span[] {
  const text = plainText.slice(sentence.start, sentence.end);
  const absence = findAbsence(text);
  if (absence === null) return [sentence];
  const first = startOfAbsence(text, absence);
  const last = endOfAbsence(text, absence);
  const parts = [
    { start: 0, end: first.end },
    { start: first.start, end: last.end },
    { start: last.start, end: text.length },
  ];
  return parts.flatMap(({ start, end }) => {
    const part = trimSpan(text, { start, end });
    if (part === null) return [];
    return [{ start: sentence.start + part.start, end: sentence.start + part.end }];
  });
}

/** Where the part before ends, and where the absence starts: both 0 where nothing stands before it. */
function startOfAbsence(text: string, absence: Span): Span {
  const before = text.slice(0, absence.start);
  const join = JOIN_BEFORE.exec(before);
  const isStatement =
    join !== null && statesSomething(before.slice(0, join.index).slice(0, CLAUSE_LENGTH), false);
  if (!isStatement) return { start: 0, end: 0 };
  const words = /^[,;]?\s*(?:\p{L}+[,\s]\s*)?/u.exec(join[0])?.[0].length ?? 0;
  return { start: join.index + (join[0].startsWith(';') ? 1 : words), end: join.index };
}

/** Where the absence ends, and where the statement behind it starts: both the text's end where none is. */
function endOfAbsence(text: string, absence: Span): Span {
  for (const join of text.matchAll(JOIN)) {
    if (join.index < absence.end) continue;
    const start = join.index + join[0].length;
    const isListed = /^\s+and\b/iu.test(join[0]) && ASKS.test(text.slice(absence.end, join.index));
    const mayList = /\band\b|^:/iu.test(join[0]);
    if (!isListed && statesSomething(text.slice(start, start + CLAUSE_LENGTH), mayList))
      return { start, end: join.index };
  }
  return { start: text.length, end: text.length };
}

function statesSomething(clause: string, mayList: boolean): boolean {
  const words = clause.trim();
  if (extractTerms(words).length < 2 || NO_STATEMENT.test(words)) return false;
  if (findAbsence(words) !== null) return false;
  return isClause(words) || (!mayList && isPlainClause(words));
}
