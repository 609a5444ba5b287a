import { inCelsius, quantitiesEqual } from '../../core/text/quantities.ts';
import type { Quantity } from '../../core/text/quantities.ts';
import { datesAgree } from '../../core/text/dates.ts';
import type { Span } from '../../core/text/spans.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { ReadClaim } from './read-claim.ts';
import type { Word } from './read-words.ts';

const ROUNDED_DEGREES = 3;
const SMALL_COUNT = 10;
const SMALL_DIGIT = 3;

/**
 * Which words of a claim need not stand in the evidence: values that it has in another unit or that the claim gives
 * twice, dates in another layout, and counts of what the answer lists.
 */
export function findGiven(
  {
    text,
    start: offset,
    quantities: { numbers },
    dates,
  }: Pick<ReadClaim, 'text' | 'start' | 'quantities' | 'dates'>,
  chunks: readonly IndexedChunk[],
): (word: Word) => boolean {
  if (!/\d|\p{L}(?:ve|ee|ne|wo|ix|ht|en|ty)\b|\bhalf\b|\ba \p{L}+ of\b/iu.test(text))
    return () => false;
  const stated = numbers.length === 0 ? [] : chunks.flatMap((chunk) => chunk.numbers());
  const spans: Span[] = numbers.filter(
    (number) =>
      isBareCount(number) || isConverted(number, stated) || isRestated(number, { numbers, stated }),
  );
  const given = [...spans, ...findRewrittenDates({ text, dates }, chunks)].map(
    ({ start, end }) => ({
      start: start + offset,
      end: end + offset,
    }),
  );
  return (word) => given.some((span) => spansOverlap(span, word));
}

/** "three ways" counts what the answer lists; the source need not have said so. */
function isBareCount({ unit, value, isWord }: Quantity): boolean {
  return unit === null && value <= SMALL_COUNT && (isWord || value <= SMALL_DIGIT);
}

function isConverted(number: Quantity, stated: readonly Quantity[]): boolean {
  return (
    stated.some((other) => quantitiesEqual(number, other) && hasOtherUnit(number, other)) &&
    !stated.some(({ text }) => text === number.text)
  );
}

function hasOtherUnit(left: Quantity, right: Quantity): boolean {
  return left.unit !== null && right.unit !== null && left.unit.name !== right.unit.name;
}

interface Restated {
  readonly numbers: readonly Quantity[];
  readonly stated: readonly Quantity[];
}

/** "425 °F (220 °C)": the second follows from the first, up to rounding. */
function isRestated(number: Quantity, { numbers, stated }: Restated): boolean {
  if (number.unit?.family !== 'temperature' || stated.some(({ value }) => value === number.value))
    return false;
  return numbers.some(
    (other) =>
      other.unit?.family === 'temperature' &&
      hasOtherUnit(number, other) &&
      Math.abs(inCelsius(number) - inCelsius(other)) <= ROUNDED_DEGREES,
  );
}

/** "31/3/2026" for "31 March 2026". */
function findRewrittenDates(
  { text, dates: own }: Pick<ReadClaim, 'text' | 'dates'>,
  chunks: readonly IndexedChunk[],
): readonly Span[] {
  return own.filter((date) => {
    const written = text.slice(date.start, date.end).toLowerCase();
    return (
      !chunks.some(({ plainText }) => plainText().includes(written)) &&
      chunks.some(({ dates }) => dates().some((other) => datesAgree(date, other)))
    );
  });
}
