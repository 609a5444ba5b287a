import type { Edit, Original } from './mutation.ts';
import { pick, replaceSpan } from './mutation.ts';

const NUMBER =
  /(?<![\p{L}\d.,/-])\d{1,3}(?:,\d{3})+|(?<![\p{L}\d.,/-])\d+(?:\.\d+)?(?![\p{L}\d/])/gu;
const UNIT_FAMILIES = [
  ['seconds', 'minutes', 'hours', 'days', 'weeks', 'months', 'years'],
  ['inches', 'feet', 'yards', 'miles'],
  ['millimeters', 'centimeters', 'meters', 'kilometers'],
  ['ounces', 'pounds', 'tons'],
  ['milligrams', 'grams', 'kilograms'],
  ['teaspoons', 'tablespoons', 'cups', 'pints', 'quarts', 'gallons'],
  ['thousand', 'million', 'billion'],
] as const;

/** A number becomes one of the same shape that stands nowhere in the evidence. */
export function changeNumber(original: Original, random: () => number): Edit | null {
  const found = pick(numbersOf(original.text), random);
  if (found === null) return null;
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const written = found.text.replaceAll(/\d/gu, (digit, at: number) => {
      const isYearStart = /^(?:1[5-9]|20)\d\d$/u.test(found.text) && at < 2;
      if (isYearStart) return digit;
      return String(at === 0 ? 1 + Math.floor(random() * 9) : Math.floor(random() * 10));
    });
    if (written !== found.text && !holdsNumber(original.evidence, written))
      return replaceSpan(original.text, found, written);
  }
  return null;
}

/** A number becomes another one of the evidence, of a like shape, that belongs to something else. */
export function swapNumber(original: Original, random: () => number): Edit | null {
  const found = pick(numbersOf(original.text), random);
  if (found === null) return null;
  const others = numbersOf(original.evidence).filter(
    ({ text, start }) =>
      shapeOf(text) === shapeOf(found.text) &&
      !holdsNumber(original.text, text) &&
      !isSamePlace(original, found, { start, text }),
  );
  const other = pick(others, random);
  return other === null ? null : replaceSpan(original.text, found, other.text);
}

/** The number stays, its unit becomes another one of its kind. */
export function changeUnit(original: Original, random: () => number): Edit | null {
  for (const family of UNIT_FAMILIES) {
    const words = family.flatMap((unit) => [unit, unit.replace(/s$/u, '')]).join('|');
    const match = new RegExp(String.raw`(?<=\d[\s-])(?:${words})\b`, 'iu').exec(original.text);
    if (match === null) continue;
    const isPlural = match[0].endsWith('s');
    const root = match[0].toLowerCase().replace(/s$/u, '');
    const others = family.filter((unit) => !unit.startsWith(root));
    const other = pick(others, random) ?? family[0];
    const written = isPlural ? other : other.replace(/s$/u, '');
    const number = /[\d.,]+[\s-]$/u.exec(original.text.slice(0, match.index))?.[0] ?? '';
    if (original.evidence.toLowerCase().includes(`${number}${written}`)) continue;
    const span = { start: match.index, end: match.index + match[0].length };
    return replaceSpan(original.text, span, written);
  }
  return null;
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function numbersOf(text: string): readonly Found[] {
  return Array.from(text.matchAll(NUMBER), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  })).filter(
    ({ start, end }) =>
      start > 3 &&
      !/^[.)]\s/u.test(text.slice(end, end + 2)) &&
      !/(?:steps?|options?|tips?|methods?|parts?|phases?) $/iu.test(text.slice(0, start)),
  );
}

function holdsNumber(text: string, number: string): boolean {
  const bare = text.replaceAll(/(?<=\d),(?=\d{3})/gu, '');
  const wanted = number.replaceAll(',', '').replaceAll('.', String.raw`\.`);
  return new RegExp(String.raw`(?<![\d.])${wanted}(?![\d]|\.\d)`, 'u').test(bare);
}

function shapeOf(number: string): string {
  if (/^(?:1[5-9]|20)\d\d$/u.test(number)) return 'year';
  if (number.includes('.')) return 'decimal';
  return number.replaceAll(',', '').length > 3 ? 'large' : 'small';
}

/** The evidence says both of the same words: the edit may be true. */
function isSamePlace(original: Original, found: Found, other: { start: number; text: string }) {
  const own = wordsAround(original.text, found.start, found.text.length);
  const there = wordsAround(original.evidence, other.start, other.text.length);
  return own.filter((word) => word.length > 2 && there.includes(word)).length >= 2;
}

function wordsAround(text: string, start: number, length: number): readonly string[] {
  const words = (part: string) => part.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const before = words(text.slice(Math.max(0, start - 60), start)).slice(-3);
  return [...before, ...words(text.slice(start + length, start + length + 60)).slice(0, 3)];
}
