import { inAnyCase } from './any-case.ts';
import { findDates } from './dates.ts';
import type { DateMention } from './dates.ts';
import { findFractions } from './fractions.ts';
import type { Fraction } from './fractions.ts';
import { findNumberWords } from './number-words.ts';
import type { Span } from './spans.ts';
import { takeSpans } from './spans.ts';
import { SPACED_CHARACTER } from './unspaced.ts';
import { UNSPACED_UNIT, WORKING_DAY, findUnit } from './units.ts';
import type { Unit } from './units.ts';

/** "about", "over" and "nearly": on either side of what is meant, below it, above it. */
type Rounding = 'about' | 'over' | 'nearly';

/** A number of a text with what it measures. */
export interface Quantity extends Span {
  readonly text: string;
  /** What of it gives the value, without a unit behind: `3 million` of `3 million euros`. */
  readonly numeral: string;
  readonly value: number;
  readonly unit: Unit | null;
  /** The unit behind "per": `45p per mile`. */
  readonly per: Unit | null;
  /** Of which exact values it is a round one; null for a value that stands for itself. */
  readonly rounding: Rounding | null;
  readonly isWord: boolean;
}

/** A name with digits in it: `VPN-4031`, `10.2.4`, `0800 555 111`. It is the same, or it is not. */
export interface Code extends Span {
  readonly text: string;
}

export interface Quantities {
  readonly numbers: readonly Quantity[];
  readonly codes: readonly Code[];
}

const CODE = new RegExp(
  String.raw`(?<!${SPACED_CHARACTER})(?:${SPACED_CHARACTER}+(?:[\-_\/:]${SPACED_CHARACTER}+|\.(?=\p{N})\p{N}+)*|\(\p{N}{3,5}\)\s?\p{N}{3,4}[\-\s]\p{N}{3,4})`,
  'gv',
);
const MAYBE_WITH_DIGIT = /(?<!\S)[^\s\d\u007f-\uffff]*(?:\d|[^\s\0-\u007e])\S*/g;
const NUMBER = new RegExp(
  String.raw`(?<!${SPACED_CHARACTER}|\d[.,])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?`,
  'gv',
);
/** Digits in threes: after a space only where a group begins with 0, or a unit or currency says that they are one. */
const SPACED =
  /(?<![\p{L}\p{N}]|\d[.,\s'’])[1-9]\d{0,2}(?<gap>[ \u00a0\u2007\u2009\u202f'’])\d{3}(?:\k<gap>\d{3})*(?!\k<gap>?\d)(?:\.\d+)?/gu;
const TIME =
  /(?<![\d.:])(?:[01]?\d|2[0-4]):[0-5]\d(?!\d|:)|(?<![\d.:])(?:1[0-2]|0?[1-9])(?:\.[0-5]\d)?(?=\s?[ap]\.?m\b)/giu;
const SCALE =
  /^\s{0,3}(?:(hundred|thousand|million|billion|trillion|bn|mn|k|m)(?![\p{L}\p{N}])|(?<unspaced>[万萬亿億]))/iu;
const UNIT = /^(?:-|\s{0,3})(%|(?:°|degrees?)\s?(?:[cf](?!\p{L})|celsius|fahrenheit)|\p{L}+)/iu;
const PER = /^\s?(?:per|an?|each|every|\/)\s?(\p{L}+)/iu;
/** A dash between two values is no sign. */
const MINUS = /(?:(?<![\p{L}\p{N})%°]|\d\s)[-−–]|\bminus\s)$/iu;
const BELOW_ZERO = /^\s(?:degrees? )?below (?:zero|freezing)\b/iu;
const ROUNDINGS: readonly (readonly [Rounding, RegExp])[] = [
  [
    'about',
    /(?:(?<!\p{L})(?:about|around|approximately|approx\.|roughly|circa|some)|[~≈])\s?[£$€¥]?$/iu,
  ],
  ['over', /(?<!\p{L})(?:over|more than)\s?[£$€¥]?$/iu],
  ['nearly', /(?<!\p{L})(?:nearly|almost|less than|under)\s?[£$€¥]?$/iu],
];
/** What every rounding has: most numbers have none. */
const NEAR_ROUNDING = new RegExp(
  inAnyCase('[~≈]|about|around|approx|roughly|circa|some|over|than|nearly|almost|under'),
);
/** How far a round value may be from what it rounds, as a share of that. */
const ROUNDED_BY = 0.1;
const MULTIPLIERS: ReadonlyMap<string, number> = new Map([
  ['hundred', 100],
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['mn', 1e6],
  ['m', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['trillion', 1e12],
  ['万', 1e4],
  ['萬', 1e4],
  ['亿', 1e8],
  ['億', 1e8],
]);

const NOTHING: Quantities = { numbers: [], codes: [] };
const HAS_NUMBER =
  /\d|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir|fif|twent|fort|dozen|hundred|thousand|million|billion|hal[fv])/iu;

/** The numbers and codes of a text, each in order; numbers inside its dates are left to `findDates`. */
export function findQuantities(
  text: string,
  dates: readonly DateMention[] = findDates(text),
): Quantities {
  if (!HAS_NUMBER.test(text)) return NOTHING;
  const take = takeSpans(text.length);
  for (const date of dates) if (/\d/u.test(text.slice(date.start, date.end))) take(date);
  const fractions = findFractions(text)
    .filter(take)
    .map((fraction) => readFraction(text, fraction));
  const times = matchAll(text, TIME).filter(take);
  const codes = findCodes(text).filter(take);
  const spaced = matchAll(text, SPACED).filter((span) => isOneNumber(text, span) && take(span));
  const digits = [...spaced, ...matchAll(text, NUMBER).filter(take)].map((span) =>
    readNumber(text, span),
  );
  // The "million" of "3 million pounds" is no number of its own.
  const takeWord = takeSpans(text.length);
  for (const number of [...fractions, ...digits]) takeWord(number);
  const words = findNumberWords(text)
    .filter((word) => takeWord(word) && take(word))
    .map((word) => readWord(text, word))
    .filter((quantity) => quantity.value !== 1 || quantity.unit !== null);
  const clock = times.map((span) => readTime(text, span));
  const numbers = [...fractions, ...digits, ...words, ...clock];
  return {
    numbers: numbers.toSorted((left, right) => left.start - right.start),
    codes: codes.map((span) => ({ ...span, text: text.slice(span.start, span.end) })),
  };
}

/** Both values in the same unit, as far as that is safe: within one scale, or Celsius and Fahrenheit. */
export function quantitiesEqual(left: Quantity, right: Quantity): boolean {
  if (left.unit === null || right.unit === null)
    return isClose(Math.abs(left.value), Math.abs(right.value));
  if (left.unit.scale === right.unit.scale) {
    return isClose(left.value * left.unit.factor, right.value * right.unit.factor);
  }
  if (left.unit.family === 'temperature' && right.unit.family === 'temperature') {
    return Math.abs(inCelsius(left) - inCelsius(right)) < 0.6;
  }
  return false;
}

export function isClose(left: number, right: number): boolean {
  return Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right), 1e-9);
}

/** "over 400" for 412, "about 400" also for 390. */
export function roundsTo(number: Quantity, exact: Quantity): boolean {
  const { unit, rounding } = number;
  if (rounding === null || (unit && exact.unit && unit.scale !== exact.unit.scale)) return false;
  const round = number.value * (exact.unit === null ? 1 : (unit?.factor ?? 1));
  const value = exact.value * (unit === null ? 1 : (exact.unit?.factor ?? 1));
  if (rounding === 'over' ? value < round : rounding === 'nearly' && value > round) return false;
  return Math.abs(round - value) <= ROUNDED_BY * Math.abs(value);
}

export function inCelsius({ value, unit }: Quantity): number {
  return unit?.scale === 'fahrenheit' ? ((value - 32) * 5) / 9 : value;
}

/** Words with a digit are few, and only these are looked at; a telephone number goes on behind its first. */
function findCodes(text: string): readonly Span[] {
  const codes: Span[] = [];
  let match: RegExpExecArray | null = null;
  for (const { index: start, 0: word } of text.matchAll(MAYBE_WITH_DIGIT)) {
    if (match === null || match.index < start) {
      CODE.lastIndex = start;
      match = CODE.exec(text);
    }
    for (; match !== null && match.index < start + word.length; match = CODE.exec(text)) {
      const span = { start: match.index, end: match.index + match[0].length };
      if (isCode(text, span)) codes.push(span);
    }
    if (match === null) break;
  }
  return codes;
}

/** Letters before the digits, an underscore, or digits in three groups or more. */
function isCode(text: string, { start, end }: Span): boolean {
  const token = text.slice(start, end);
  if (!/\p{N}/u.test(token) || /^(?:mid|pre|post|non|sub|early|late)-/iu.test(token)) return false;
  return /^\p{L}.*\p{N}|^\(|_|^\p{N}+(?:[-./:]\p{N}+){2,}$/u.test(token);
}

function isOneNumber(text: string, { start, end }: Span): boolean {
  const isSurelyOne = !text.slice(start, end).includes(' ') || / 0/u.test(text.slice(start, end));
  return (
    isSurelyOne ||
    /[£$€¥]\s?$/u.test(text.slice(Math.max(0, start - 2), start)) ||
    unitAfter(text, end) !== null
  );
}

function readNumber(text: string, span: Span): Quantity {
  const value = Number(text.slice(span.start, span.end).replaceAll(/[^\d.]/gu, ''));
  const before = text.slice(Math.max(0, span.start - 16), span.start);
  const currency = findUnit(/[£$€¥](?=\s?$)/u.exec(before)?.[0] ?? '');
  const scale = SCALE.exec(text.slice(span.end, span.end + 12));
  const isMetre = scale?.[1] === 'm' && currency === null;
  const word = scale?.[1] ?? scale?.groups?.unspaced ?? '';
  const factor = isMetre ? 1 : (MULTIPLIERS.get(word.toLowerCase()) ?? 1);
  const end = span.end + (scale === null || isMetre ? 0 : scale[0].length);
  const start =
    currency === null ? span.start : span.start - before.length + before.search(/[£$€¥]\s?$/u);
  return measure(text, { start, end, value: value * factor, currency, isWord: false });
}

function readWord(text: string, word: Span & { readonly value: number }): Quantity {
  return measure(text, { ...word, currency: null, isWord: true });
}

interface Counted extends Span {
  readonly value: number;
  readonly currency: Unit | null;
  readonly isWord: boolean;
}

function measure(text: string, counted: Counted): Quantity {
  const { currency, isWord } = counted;
  const own = currency === null ? unitAfter(text, counted.end) : null;
  const end = own?.end ?? counted.end;
  const per = findUnit(PER.exec(text.slice(end, end + 20))?.[1] ?? '');
  const unit = currency ?? own?.unit ?? null;
  const sign = unit?.family === 'temperature' ? minusBefore(text, counted.start) : '';
  const isNegative = sign !== '' || (unit?.family === 'temperature' && isBelowZero(text, end));
  const value = isNegative ? -counted.value : counted.value;
  const span = { start: counted.start - sign.length, end };
  return {
    ...span,
    text: text.slice(span.start, end),
    numeral: text.slice(span.start, counted.end),
    value,
    unit,
    per,
    rounding: roundingBefore(text, span.start),
    isWord,
  };
}

function roundingBefore(text: string, start: number): Rounding | null {
  const before = text.slice(Math.max(0, start - 16), start);
  if (!NEAR_ROUNDING.test(before)) return null;
  return ROUNDINGS.find(([, pattern]) => pattern.test(before))?.[0] ?? null;
}

/** In percent, as a source may give it. */
function readFraction(text: string, { start, end, share, isEndless }: Fraction): Quantity {
  const written = text.slice(start, end);
  return {
    start,
    end,
    text: written,
    numeral: written,
    value: share * 100,
    unit: findUnit('%'),
    per: null,
    rounding: isEndless ? 'about' : roundingBefore(text, start),
    isWord: true,
  };
}

/** Only a temperature has a sign: elsewhere it is often a direction that words say, as in "fell by 5 %". */
function minusBefore(text: string, start: number): string {
  return MINUS.exec(text.slice(Math.max(0, start - 8), start))?.[0] ?? '';
}

function isBelowZero(text: string, end: number): boolean {
  return BELOW_ZERO.test(text.slice(end, end + 32));
}

function unitAfter(
  text: string,
  from: number,
): { readonly unit: Unit; readonly end: number } | null {
  const after = text.slice(from, from + 40);
  const working =
    /^[ -](?:working|business|calendar|consecutive|full|paid|unpaid|further|extra|additional)[ -](\p{L}+)/iu.exec(
      after,
    );
  if (working !== null) {
    const unit = findUnit(working[1] ?? '');
    if (unit === null) return null;
    const isWorking = /^.(?:working|business)/iu.test(after) && unit.name === 'day';
    return { unit: isWorking ? WORKING_DAY : unit, end: from + working[0].length };
  }
  // A range gives its unit at the end: "30 to 40 minutes".
  const range = /^\s?(?:-|–|to|and|or)\s?[-−–]?\d+(?:\.\d+)?(?=[\s%-]?\p{L}|%|\s?°)/iu.exec(after);
  const skipped = range?.[0].length ?? 0;
  const unspaced = UNSPACED_UNIT.exec(after.slice(skipped));
  const match = unspaced ?? UNIT.exec(after.slice(skipped));
  const unit = findUnit((match?.[1] ?? '').replace(/^(?:°|degrees?)\s?([cf]).*/iu, '°$1'));
  if (match === null || unit === null) return null;
  return { unit, end: range === null ? from + match[0].length : from };
}

function readTime(text: string, span: Span): Quantity {
  const [hours = 0, minutes = 0] = text.slice(span.start, span.end).split(/[.:]/u).map(Number);
  const half = /^\s?([ap])\.?m\b\.?/iu.exec(text.slice(span.end, span.end + 5));
  const isAfternoon = half?.[1]?.toLowerCase() === 'p';
  const hour = half === null ? hours : (hours % 12) + (isAfternoon ? 12 : 0);
  const end = span.end + (half?.[0].length ?? 0);
  const unit: Unit = { name: 'o’clock', family: 'time', scale: 'time of day', factor: 1 };
  return {
    start: span.start,
    end,
    text: text.slice(span.start, end),
    numeral: text.slice(span.start, end),
    value: hour * 60 + minutes,
    unit,
    per: null,
    rounding: null,
    isWord: false,
  };
}

function matchAll(text: string, pattern: RegExp): readonly Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
