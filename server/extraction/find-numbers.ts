import type { DateMention } from '../../core/text/dates.ts';
import { findQuantities, type Quantities, type Quantity } from '../../core/text/quantities.ts';
import { findUnit } from '../../core/text/units.ts';

const GAP = String.raw`[. \u00a0\u2007\u2009\u202f'’]`;
/** `1.234,56`, `1 234,50`, `1'234,50`: groups of three, and a comma before the decimals. */
const GROUPED_COMMA = new RegExp(
  String.raw`(?<![\p{L}\p{N}]|\d[.,\s'’])\d{1,3}(?<gap>${GAP})\d{3}(?:\k<gap>\d{3})*,\d{1,2}(?!\d|[.,]\d)`,
  'gu',
);
/** `12,50 €`: without groups, a comma is one of decimals only where a currency or a share says so. */
const COMMA =
  /(?:(?<=[£$€¥]\s?[-−]?)|(?<=\b(?:EUR|USD|GBP|JPY)\s?[-−]?))\d+,\d{1,2}(?!\d|[.,]\d)|(?<![\p{L}\p{N}.,])\d+,\d{1,2}(?=\s?(?:[£$€¥%]|(?:EUR|USD|GBP|JPY|euros?)\b))/gu;
/** `12,34,567.00`, as in India. */
const LAKHS = /(?<![\p{L}\p{N}.,])\d{1,2}(?:,\d{2})+,\d{3}(?!\d|,\d)/gu;
const SIGN = String.raw`(?<![\p{L}\p{N})%°]|\d\s)[-−–]`;
const CURRENCY = String.raw`(?:[£$€¥]|\b(?:USD|EUR|GBP|JPY)\b)`;
/** What belongs to a number before its digits: `-`, `EUR `, `-€`, `€-`. */
const BEFORE = new RegExp(
  String.raw`(?:(?<sign>${SIGN})?(?<currency>${CURRENCY})\s?(?<later>[-−–])?|(?<only>${SIGN}))$`,
  'u',
);
const CURRENCY_AFTER = /^\s?[£$€¥]/u;
const MILLIONS = /^\s?m(?![\p{L}\p{N}])/iu;
/** Thousands, or a price to the tenth of a cent. */
const EITHER_WAY = /^\D{0,5}\d{1,3}\.\d{3}$/u;
/** What goes on as a number, or is counted in something that was not read. */
const GOES_ON = /^(?:[.,'’]\d|[ \u00a0\u2007\u2009\u202f]\d{3}(?!\d))/u;
const UNREAD = /^(?:\p{L}|\s(?:m|mio|mrd|lakhs?|crores?)(?![\p{L}\p{N}]))/iu;
const IS_SHORT = /^\D{0,5}\d{1,3}$/u;
const CONTINUES = /(?:\d[.,'’]|(?<!\d)\d{1,3}[ \u00a0\u2007\u2009\u202f])$/u;

/**
 * The numbers of a text as values are read from it: whole, with their sign and currency, whichever of the usual
 * notations they are in. One that could be read only in part is left out: a part of a number is another number.
 */
export function findNumbers(text: string, dates: readonly DateMention[]): Quantities {
  const { numbers, codes } = findQuantities(inPoints(text), dates);
  return {
    codes,
    numbers: numbers.flatMap((quantity) => {
      if (quantity.isWord || quantity.unit?.scale === 'time of day') {
        return quantity;
      }
      const whole = withSignAndCurrency(text, quantity);
      return isPart(text, whole) ? [] : whole;
    }),
  };
}

/** The same text, character for character as long, with numbers as English writes them. */
function inPoints(text: string): string {
  return text
    .replaceAll(GROUPED_COMMA, (number) =>
      number.replaceAll(/\D/gu, ',').replace(/,(?=\d{1,2}$)/u, '.'),
    )
    .replaceAll(COMMA, (number) => number.replace(',', '.'))
    .replaceAll(LAKHS, (number) => number.replaceAll(',', '').padStart(number.length, '0'));
}

function withSignAndCurrency(text: string, quantity: Quantity): Quantity {
  const lead = BEFORE.exec(text.slice(Math.max(0, quantity.start - 8), quantity.start));
  const { sign, currency, later, only } = lead?.groups ?? {};
  const counted = inCurrency(text, quantity, currency);
  const isNegative = (sign ?? later ?? only) !== undefined && counted.value !== 0;
  const start = quantity.start - (lead?.[0].length ?? 0);
  const value = isNegative ? -counted.value : counted.value;
  return { ...counted, start, value, text: text.slice(start, counted.end) };
}

/** `EUR 1.2m` are millions, of which `1.2m` alone says nothing. */
function inCurrency(text: string, quantity: Quantity, before = ''): Quantity {
  if (quantity.unit !== null) return quantity;
  const after = text.slice(quantity.end, quantity.end + 3);
  const behind = CURRENCY_AFTER.exec(after)?.[0] ?? '';
  const unit = findUnit(before === '' ? behind.trim() : before);
  if (unit === null) return quantity;
  if (before === '') return { ...quantity, end: quantity.end + behind.length, unit };
  const millions = MILLIONS.exec(after)?.[0] ?? '';
  const value = quantity.value * (millions === '' ? 1 : 1e6);
  return { ...quantity, end: quantity.end + millions.length, unit, value };
}

function isPart(text: string, { start, end, unit, numeral }: Quantity): boolean {
  const after = text.slice(end, end + 8);
  if (unit === null && UNREAD.test(after)) return true;
  if (unit?.family === 'money' && EITHER_WAY.test(numeral)) return true;
  const goesOn = GOES_ON.exec(after)?.[0] ?? '';
  if (goesOn !== '' && (/^[.,'’]/u.test(goesOn) || IS_SHORT.test(numeral))) return true;
  return /^\d/u.test(numeral) && isContinued(text, start, numeral);
}

function isContinued(text: string, start: number, numeral: string): boolean {
  const match = CONTINUES.exec(text.slice(Math.max(0, start - 6), start))?.[0];
  return match !== undefined && (/[.,'’]$/u.test(match) || /^\d{3}(?!\d)/u.test(numeral));
}
