import type { FieldValue, Normalisation } from '../../contract/extraction.ts';
import type { DateMention } from '../../core/text/dates.ts';
import type { Quantity } from '../../core/text/quantities.ts';
import type { Entity } from './find-entities.ts';
import type { Bounds, ScalarField } from './field.ts';
import { compilePattern, matchesPattern } from './match-pattern.ts';

/** What a stretch of text says as a value of a field; null normalisation where it is the value. */
export interface ReadValue {
  readonly value: NonNullable<FieldValue>;
  readonly normalisation: Normalisation | null;
}

const MAX_TEXT = 500;
const TRUE = /^(?:yes|true|y|✓|✔|x|required|allowed|included|permitted)$/iu;
const FALSE = /^(?:no|false|n|✗|✘|-|–|none|not (?:required|allowed|included|permitted))$/iu;

/** Reads a stretch of text as a value of the field; null where it does not read as one. */
export function readValue(field: ScalarField, quote: string, entity: Entity): ReadValue | null {
  const read = readKind(field, quote, entity);
  return read !== null && isWithin(field, read.value) ? read : null;
}

function readKind(field: ScalarField, quote: string, entity: Entity): ReadValue | null {
  switch (field.kind) {
    case 'date':
      return entity.date === undefined ? null : readDate(entity.date, quote);
    case 'date_time':
      return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/u.test(
        quote,
      )
        ? verbatim(quote)
        : null;
    case 'duration':
      return entity.quantity === undefined ? null : readDuration(entity.quantity);
    case 'number':
    case 'integer':
      return entity.quantity === undefined ? null : readNumber(field, entity.quantity, quote);
    case 'boolean':
      return readBoolean(quote);
    case 'choice':
      return readChoice(field, quote);
    case 'email':
    case 'uri':
      return entity.type === field.kind ? verbatim(quote) : null;
    case 'text':
      return readText(quote);
  }
}

function verbatim(value: string): ReadValue {
  return { value, normalisation: null };
}

/** ISO 8601; only of a date that the text gives whole and that reads one way. */
export function readDate(date: DateMention, quote: string): ReadValue | null {
  const { year, month, day, isAmbiguous } = date;
  if (year === null || month === null || day === null || isAmbiguous) return null;
  const isDay = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  if (!isDay) return null;
  const value = [String(year), pad(month), pad(day)].join('-');
  return value === quote ? verbatim(value) : { value, normalisation: 'date' };
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

const ISO_UNITS: ReadonlyMap<string, readonly [prefix: string, designator: string]> = new Map([
  ['second', ['PT', 'S']],
  ['minute', ['PT', 'M']],
  ['hour', ['PT', 'H']],
  ['day', ['P', 'D']],
  ['week', ['P', 'W']],
  ['month', ['P', 'M']],
  ['year', ['P', 'Y']],
]);

/** ISO 8601. Working days have no length there. */
function readDuration({ value, unit }: Quantity): ReadValue | null {
  const iso = ISO_UNITS.get(unit?.name ?? '');
  if (iso === undefined || !Number.isInteger(value) || value < 0) return null;
  return { value: `${iso[0]}${value}${iso[1]}`, normalisation: 'duration' };
}

function readNumber(field: ScalarField, quantity: Quantity, quote: string): ReadValue | null {
  // Of which currency, and so what share of it, a cent does not say.
  if (quantity.unit?.scale === 'cent') return null;
  const isMoney = quantity.unit?.family === 'money';
  const value = isMoney ? roundCents(quantity.value * quantity.unit.factor) : quantity.value;
  if (field.kind === 'integer' && !Number.isInteger(value)) return null;
  if (String(value) === quote) return { value, normalisation: null };
  if (isMoney) return { value, normalisation: 'money' };
  const isShare = quantity.unit?.family === 'percent';
  return { value, normalisation: isShare ? 'percentage' : 'number' };
}

function roundCents(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function readBoolean(quote: string): ReadValue | null {
  if (TRUE.test(quote)) return { value: true, normalisation: 'boolean' };
  return FALSE.test(quote) ? { value: false, normalisation: 'boolean' } : null;
}

function readChoice({ choices }: ScalarField, quote: string): ReadValue | null {
  const same = choices.find((choice) => choice === quote);
  if (same !== undefined) return verbatim(same);
  const folded = choices.find((choice) => choice.toLowerCase() === quote.toLowerCase());
  return folded === undefined ? null : { value: folded, normalisation: 'letter_case' };
}

/** On one line: what a line break has torn apart is one value. */
function readText(quote: string): ReadValue | null {
  const value = quote.replaceAll(/\s+/gu, ' ');
  if (value.length > MAX_TEXT) return null;
  return value === quote ? verbatim(quote) : { value, normalisation: 'white_space' };
}

function isWithin(field: ScalarField, value: NonNullable<FieldValue>): boolean {
  if (typeof value === 'number') return isBetween(value, field.bounds);
  if (typeof value === 'boolean') return true;
  const { minLength, maxLength } = field.bounds;
  if (value.length < (minLength ?? 0) || value.length > (maxLength ?? MAX_TEXT)) return false;
  return field.pattern === null || matchesPattern(compilePattern(field.pattern), value);
}

function isBetween(value: number, { minimum, maximum }: Bounds): boolean {
  return value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity);
}
