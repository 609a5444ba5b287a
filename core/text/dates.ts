import { inAnyCase } from './any-case.ts';
import { takeSpans } from './spans.ts';
import type { Span } from './spans.ts';

/** A calendar date as far as the text gives it; null for a part that it leaves out. */
export interface DateMention extends Span {
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number | null;
  readonly day: number | null;
  /** `03/04/2026` reads both ways; `month` and `day` then hold the day-first reading. */
  readonly isAmbiguous: boolean;
}

const MONTHS =
  'january february march april may june july august september october november december'.split(
    ' ',
  );
const MONTH_NAME = String.raw`jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`;
const MONTH = String.raw`(?<month>${MONTH_NAME})\.?`;
const DAY_SUFFIX = '(?:st|nd|rd|th)?';
const DAY = String.raw`(?<day>\d{1,2})${DAY_SUFFIX}`;
const YEAR = String.raw`(?<year>(?:1[5-9]|20)\d{2})`;
const IN_DIGITS: readonly RegExp[] = [
  String.raw`\b${YEAR}-(?<month>\d{2})-(?<day>\d{2})(?=T|\b)`,
  String.raw`\b(?<day>\d{1,2})[/.](?<month>\d{1,2})[/.]${YEAR}\b`,
].map((pattern) => new RegExp(pattern, 'giu'));
const WITH_NAME: readonly RegExp[] = [
  String.raw`\b${DAY}(?: of)? ${MONTH}(?:,? ${YEAR})?\b`,
  String.raw`\b${MONTH} ${DAY}(?:,? ${YEAR})?\b(?![:\d])`,
  String.raw`\b${MONTH},? ${YEAR}\b`,
].map((pattern) => new RegExp(pattern, 'giu'));
/** What every date in digits has, and every date with the name of a month: most texts have neither. */
const NEAR_DIGITS = /\d[-/.]\d/;
const NEAR_NAME = new RegExp(
  inAnyCase(String.raw`\d${DAY_SUFFIX}(?: of)? (?:${MONTH_NAME})|(?:${MONTH_NAME})\.?,? \d`),
);

/** `May` and `March` begin sentences and mean other things; the other names are months wherever they stand. */
const BARE_MONTH = new RegExp(
  String.raw`\b(?<month>January|February|April|June|July|August|September|October|November|December|(?:March|May)(?<=\b(?:in|by|until|since|from|of|each|every|to) (?:March|May)))\b`,
  'g',
);

/** The dates of a text in order. A year alone is a number, not a date. */
export function findDates(text: string): readonly DateMention[] {
  const take = takeSpans(text.length);
  const dates: DateMention[] = [];
  const patterns = [
    ...(NEAR_DIGITS.test(text) ? IN_DIGITS : []),
    ...(NEAR_NAME.test(text) ? WITH_NAME : []),
    BARE_MONTH,
  ];
  for (const pattern of patterns) {
    for (const match of text.matchAll(pattern)) {
      const date = readDate(match);
      if (isPossible(date) && take(date)) dates.push(date);
    }
  }
  return dates.toSorted((left, right) => left.start - right.start);
}

/** Whether two mentions can mean the same date: every part that both give is equal. */
export function datesAgree(left: DateMention, right: DateMention): boolean {
  if (!partsAgree(left.year, right.year)) return false;
  const straight = partsAgree(left.month, right.month) && partsAgree(left.day, right.day);
  const isOpen = left.isAmbiguous || right.isAmbiguous;
  return (
    straight || (isOpen && partsAgree(left.month, right.day) && partsAgree(left.day, right.month))
  );
}

function readDate(match: RegExpExecArray): DateMention {
  const { year, month, day } = match.groups ?? {};
  const isNumeric = month !== undefined && /^\d/u.test(month);
  const monthNumber = isNumeric ? Number(month) : monthOf(month ?? '');
  const dayNumber = day === undefined ? null : Number(day);
  const isSwapped = isNumeric && monthNumber > 12;
  return {
    start: match.index,
    end: match.index + match[0].length,
    year: year === undefined ? null : Number(year),
    month: isSwapped ? dayNumber : monthNumber,
    day: isSwapped ? monthNumber : dayNumber,
    isAmbiguous:
      match[0].includes('/') && monthNumber <= 12 && dayNumber !== null && dayNumber <= 12,
  };
}

function monthOf(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.toLowerCase().slice(0, 3))) + 1;
}

function isPossible({ month, day }: DateMention): boolean {
  return (
    (month === null || (month >= 1 && month <= 12)) && (day === null || (day >= 1 && day <= 31))
  );
}

function partsAgree(left: number | null, right: number | null): boolean {
  return left === null || right === null || left === right;
}
