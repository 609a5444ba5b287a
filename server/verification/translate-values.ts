import { datesAgree } from '../../core/text/dates.ts';
import { quantitiesEqual, roundsTo } from '../../core/text/quantities.ts';
import type { Quantities, Quantity } from '../../core/text/quantities.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { ReadClaim } from './read-claim.ts';
import { readTerms } from './read-terms.ts';
import type { Term } from './read-terms.ts';
import { readWords } from './read-words.ts';
import type { Word } from './read-words.ts';

interface Value extends Span {
  /** The same value as the chunks write it. */
  readonly written: string;
}

interface Wording {
  readonly terms: readonly Term[];
  readonly words: readonly Word[];
}

/**
 * The claim's terms and words with every value that the chunks write otherwise ("14 days" for "two weeks", "17:30" for
 * "5:30 pm", "412" for "over 400", "31/3/2026" for "31 March 2026") in the words of the chunks, so that it counts as
 * covered.
 */
export function translateValues(
  { text, start, terms, words, quantities, dates }: Omit<ReadClaim, 'wording' | 'end'>,
  chunks: readonly IndexedChunk[],
): Wording {
  if (!/\d|\p{L}(?:ve|ee|ne|wo|ix|ht|en|ty) |\bhalf |\ba \p{L}+ of /iu.test(text))
    return { terms, words };
  const values = [
    ...findConverted(quantities, chunks),
    ...findRewritten({ text, dates }, chunks),
  ].map((value) => ({
    written: value.written,
    start: start + value.start,
    end: start + value.end,
  }));
  return {
    terms: replaceValues(terms, values, readTerms),
    words: replaceValues(words, values, readWords),
  };
}

/** What is put in the place of a value stands where that stood. */
function replaceValues<Piece extends Span>(
  pieces: readonly Piece[],
  values: readonly Value[],
  read: (text: string) => readonly Piece[],
): readonly Piece[] {
  if (values.length === 0) return pieces;
  const kept = pieces.filter((piece) => !values.some((value) => spansOverlap(value, piece)));
  const put = values.flatMap(({ written, start, end }) =>
    read(written).map((piece) => ({ ...piece, start, end })),
  );
  return [...kept, ...put].toSorted((left, right) => left.start - right.start);
}

function findConverted(
  { numbers: own }: Quantities,
  chunks: readonly IndexedChunk[],
): readonly Value[] {
  return own.flatMap((number) => {
    const equal = chunks.flatMap(({ numbers }) =>
      numbers().filter((other) => quantitiesEqual(number, other) || roundsTo(number, other)),
    );
    const alike = equal.filter((other) => haveSameUnit(number, other));
    const [stated] = alike.length === 0 ? equal : alike;
    const isAsWritten = alike.some((other) => formsIn(other) === formsIn(number));
    return stated === undefined || isAsWritten ? [] : [rewrite(number, stated)];
  });
}

/** A unit that only one side gives is no part of what is put in the other's place. */
function rewrite(number: Quantity, stated: Quantity): Value {
  const { start, end, unit, numeral } = number;
  return unit === null || stated.unit === null
    ? { start, end: start + numeral.length, written: stated.numeral }
    : { start, end, written: stated.text };
}

function haveSameUnit({ unit: left }: Quantity, { unit: right }: Quantity): boolean {
  return left === null || right === null || left.name === right.name;
}

/** `3 million` and `3,000,000` are one value in different words. */
function formsIn({ numeral }: Quantity): string {
  const numbers = readWords(numeral).filter(({ kind }) => kind === 'number');
  return numbers.map(({ form }) => form).join(' ');
}

function findRewritten(
  { text, dates: own }: Pick<ReadClaim, 'text' | 'dates'>,
  chunks: readonly IndexedChunk[],
): readonly Value[] {
  return own.flatMap((date) => {
    const isNumeric = !/\p{L}{3}/u.test(text.slice(date.start, date.end));
    for (const { dates, text: stated } of chunks) {
      for (const other of dates()) {
        const written = stated.slice(other.start, other.end);
        const isOtherNumeric = !/\p{L}{3}/u.test(written);
        if (isNumeric !== isOtherNumeric && datesAgree(date, other))
          return [{ start: date.start, end: date.end, written }];
      }
    }
    return [];
  });
}
