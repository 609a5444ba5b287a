import type { DateToken, NumberFormat } from './number-format.ts';

export interface FormattedValue {
  readonly text: string;
  readonly isDate: boolean;
}

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');
const DAY_MS = 86_400_000;
/** The last day that spreadsheets can show, 31 December 9999. */
const MAX_SERIAL = 2_958_466;

/**
 * Writes a number as a spreadsheet shows it. `sections` are for positive, negative and zero values, as far
 * as they are there; conditions in brackets and fractions are not followed, and such values are plain.
 */
export function formatValue(
  value: number,
  sections: readonly NumberFormat[],
  options: { readonly startsIn1904: boolean },
): FormattedValue {
  const hasNegative = value < 0 && sections.length > 1;
  const format = (hasNegative ? sections[1] : value === 0 ? sections[2] : undefined) ?? sections[0];
  if (format?.kind === 'date' && value >= 0 && value < MAX_SERIAL)
    return { text: formatDate(value, format.tokens, options.startsIn1904), isDate: true };
  if (format?.kind !== 'number') return { text: plainNumber(value), isDate: false };
  return { text: formatNumber(hasNegative ? -value : value, format), isDate: false };
}

/** The number without the noise of binary fractions: 15 digits, as spreadsheets keep them. */
export function plainNumber(value: number): string {
  return String(Number(value.toPrecision(15)));
}

function formatNumber(value: number, format: Extract<NumberFormat, { kind: 'number' }>): string {
  const scaled = Number((value * format.factor).toPrecision(15));
  const { minDecimals, maxDecimals, prefix, suffix } = format;
  const hasPlaces = maxDecimals > 0 || format.minDigits > 0 || format.isGrouped;
  const digits = format.isScientific
    ? scaled.toExponential(maxDecimals).toUpperCase()
    : new Intl.NumberFormat('en', {
        useGrouping: format.isGrouped,
        minimumIntegerDigits: Math.min(21, Math.max(1, format.minDigits)),
        minimumFractionDigits: Math.min(100, minDecimals),
        maximumFractionDigits: Math.min(100, Math.max(minDecimals, maxDecimals)),
      }).format(scaled);
  if (!hasPlaces && prefix + suffix !== '') return `${prefix}${suffix}`.trim();
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}${prefix}${digits.slice(sign.length)}${suffix}`.trim();
}

function formatDate(serial: number, tokens: readonly DateToken[], startsIn1904: boolean): string {
  const date = dateOfSerial(serial, startsIn1904);
  const isTwelveHours = tokens.some((token) => token.kind === 'part' && token.part.startsWith('a'));
  const text = tokens.map((token, index) => {
    if (token.kind === 'literal') return token.text;
    const isMinute = /^m{1,2}$/.test(token.part) && isBesideHours(tokens, index);
    if (isMinute) return pad(date.getUTCMinutes(), token.part.length);
    return writePart(token.part, { date, serial, isTwelveHours });
  });
  return text.join('').trim();
}

/** The 1900 system counts a 29 February 1900 that was none, so days before it are one off. */
function dateOfSerial(serial: number, startsIn1904: boolean): Date {
  const epoch = startsIn1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  return new Date(epoch + Math.round(serial * 86_400) * 1_000);
}

/** `m` means minutes behind hours or before seconds, and months everywhere else. */
function isBesideHours(tokens: readonly DateToken[], index: number): boolean {
  const before = tokens.slice(0, index).findLast((token) => token.kind === 'part');
  const after = tokens.slice(index + 1).find((token) => token.kind === 'part');
  return (
    /^\[?h/.test(before?.kind === 'part' ? before.part : '') ||
    /^\[?s/.test(after?.kind === 'part' ? after.part : '')
  );
}

function writePart(
  part: string,
  at: { readonly date: Date; readonly serial: number; readonly isTwelveHours: boolean },
): string {
  const { date, serial } = at;
  const length = part.length;
  switch (part[0]) {
    case 'y':
      return length <= 2 ? pad(date.getUTCFullYear() % 100, 2) : String(date.getUTCFullYear());
    case 'm':
      return writeName(MONTHS, date.getUTCMonth(), { length, number: date.getUTCMonth() + 1 });
    case 'd':
      return writeName(DAYS, date.getUTCDay(), { length, number: date.getUTCDate() });
    case 'h': {
      const hours = date.getUTCHours();
      return pad(at.isTwelveHours ? hours % 12 || 12 : hours, Math.min(length, 2));
    }
    case 's':
      return pad(date.getUTCSeconds(), part.startsWith('ss') ? 2 : 1);
    case 'a':
      return date.getUTCHours() < 12 ? 'AM' : 'PM';
    case '[':
      return String(Math.floor((Math.round(serial * DAY_MS) / 1_000 + 0.5) / secondsOf(part)));
    default:
      return '';
  }
}

function secondsOf(elapsed: string): number {
  if (elapsed.startsWith('[h')) return 3_600;
  return elapsed.startsWith('[m') ? 60 : 1;
}

/** `m` 3, `mm` 03, `mmm` Mar, `mmmm` March, `mmmmm` M. */
function writeName(
  names: readonly string[],
  index: number,
  { length, number }: { readonly length: number; readonly number: number },
): string {
  if (length <= 2) return pad(number, length);
  const name = names[index] ?? '';
  if (length === 3) return name.slice(0, 3);
  return length === 5 ? name.slice(0, 1) : name;
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
