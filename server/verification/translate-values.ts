import { datesAgree, findDates } from '../../core/text/dates.ts';
import { findQuantities, quantitiesEqual } from '../../core/text/quantities.ts';
import type { Span } from '../../core/text/spans.ts';
import type { IndexedChunk } from './index-evidence.ts';
import { readTerms } from './read-terms.ts';
import type { Term } from './read-terms.ts';

interface Value extends Span {
  /** The same value as the chunks write it. */
  readonly written: string;
}

/**
 * The claim's terms with every value that the chunks write otherwise ("14 days" for "two weeks", "31/3/2026"
 * for "31 March 2026") in the words of the chunks, so that it counts as covered.
 */
export function translateValues(
  claim: Span & { readonly text: string; readonly terms: readonly Term[] },
  chunks: readonly IndexedChunk[],
): readonly Term[] {
  if (!/\d|\p{L}(?:ve|ee|ne|wo|ix|ht|en|ty) /u.test(claim.text)) return claim.terms;
  const values = [...findConverted(claim.text, chunks), ...findRewritten(claim.text, chunks)];
  if (values.length === 0) return claim.terms;
  const isInside = (term: Term) =>
    values.some(
      (value) => term.start < claim.start + value.end && claim.start + value.start < term.end,
    );
  const translated = values.flatMap((value) =>
    readTerms(value.written).map((term) => ({
      ...term,
      start: claim.start + value.start,
      end: claim.start + value.end,
    })),
  );
  return [...claim.terms.filter((term) => !isInside(term)), ...translated].toSorted(
    (left, right) => left.start - right.start,
  );
}

function findConverted(text: string, chunks: readonly IndexedChunk[]): readonly Value[] {
  return findQuantities(text).numbers.flatMap((number) => {
    const equal = chunks.flatMap(({ numbers }) =>
      numbers().filter((other) => quantitiesEqual(number, other)),
    );
    const [converted] = equal;
    const isAsWritten = equal.some(
      ({ unit }) => unit === null || number.unit === null || unit.name === number.unit.name,
    );
    return converted === undefined || isAsWritten
      ? []
      : [{ start: number.start, end: number.end, written: converted.text }];
  });
}

function findRewritten(text: string, chunks: readonly IndexedChunk[]): readonly Value[] {
  return findDates(text).flatMap((date) => {
    const isNumeric = !/\p{L}{3}/u.test(text.slice(date.start, date.end));
    for (const { dates, chunk } of chunks) {
      for (const other of dates()) {
        const written = chunk.text.slice(other.start, other.end);
        const isOtherNumeric = !/\p{L}{3}/u.test(written);
        if (isNumeric !== isOtherNumeric && datesAgree(date, other))
          return [{ start: date.start, end: date.end, written }];
      }
    }
    return [];
  });
}
