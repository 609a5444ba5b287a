import { inAnyCase } from './any-case.ts';
import type { Span } from './spans.ts';

/** A part of something, as a share of 1. */
export interface Fraction extends Span {
  readonly share: number;
  /** Whether it has no end in decimals, so that a percentage can only come near it. */
  readonly isEndless: boolean;
}

const COUNTS: ReadonlyMap<string, number> = new Map(
  'a an one two three four five six seven eight nine'
    .split(' ')
    .map((word, index) => [word, Math.max(1, index - 1)] as const),
);
const PARTS: readonly string[] = [
  'hal(?:f|ves)',
  'thirds?',
  '(?:quarter|fourth)s?',
  'fifths?',
  'sixths?',
  'sevenths?',
  'eighths?',
  'ninths?',
  'tenths?',
];
/** Without a count, "third" is the one after the second, and "quarter" three months. */
const FRACTION = new RegExp(
  String.raw`(?<![\p{L}\p{N}/.,])(?:(?<over>\d{1,2})\/(?<under>\d{1,2})(?=\sof\b)|(?:(?<count>${[...COUNTS.keys()].join('|')})[ -])(?<part>${PARTS.join('|')})|(?<half>half))(?=\s(?:of|the|all)\b)`,
  'giu',
);

/** What every fraction has: most texts do not. */
const NEAR_FRACTION = new RegExp(inAnyCase(String.raw`(?:\d|${PARTS.join('|')})\s(?:of|the|all)`));

/** Fractions of something: "a quarter of the staff", "2/3 of it", "half the price". */
export function findFractions(text: string): readonly Fraction[] {
  if (!NEAR_FRACTION.test(text)) return [];
  return Array.from(text.matchAll(FRACTION)).flatMap((match) => {
    const { over, under, count = 'a', part = 'half' } = match.groups ?? {};
    const above = over === undefined ? (COUNTS.get(count.toLowerCase()) ?? 1) : Number(over);
    const below = under === undefined ? partsIn(part) : Number(under);
    if (above === 0 || above >= below) return [];
    const span = { start: match.index, end: match.index + match[0].length };
    return [{ ...span, share: above / below, isEndless: below % 3 === 0 || below % 7 === 0 }];
  });
}

function partsIn(word: string): number {
  return PARTS.findIndex((part) => new RegExp(`^${part}$`, 'iu').test(word)) + 2;
}
