import { findNumberWords } from '../../core/text/number-words.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTermOccurrences } from '../../core/text/terms.ts';
import type { TermOccurrence } from '../../core/text/terms.ts';
import { splitAtSeams } from '../../core/text/unspaced.ts';

/** A word that carries meaning; `term` is its stem, and `#5` for `5`, `5.0` and `five` alike. */
export interface Term extends Span {
  readonly term: string;
  readonly surface: string;
}

/** `vpn-4031` is one name; of `10-year-old` and `3.5-hour` only the parts say something. */
const CODE = /^\p{L}+[-_./]?\p{N}/u;
const COMPOUND = /^\p{N}.*[-_/@&]/u;

/** The terms of a text in order, without stop words; offsets index what the text begins at `offset` of. */
export function readTerms(text: string, offset = 0): readonly Term[] {
  const numbers = new Map(findNumberWords(text).map((number) => [number.start, number]));
  const terms: Term[] = [];
  let takenUntil = 0;
  for (const { term, surface, charStart: start, charEnd: end } of findOccurrences(text)) {
    const number = numbers.get(start);
    if (number !== undefined) {
      terms.push({
        start: start + offset,
        end: number.end + offset,
        term: `#${String(number.value)}`,
        surface: text.slice(start, number.end),
      });
      takenUntil = number.end;
    } else if (start >= takenUntil && !COMPOUND.test(term)) {
      if (CODE.test(term)) takenUntil = end;
      terms.push({
        start: start + offset,
        end: end + offset,
        term: canonicalTerm(term),
        surface,
      });
    }
  }
  return terms;
}

function findOccurrences(text: string): readonly TermOccurrence[] {
  const pieces = splitAtSeams(text);
  if (pieces.length === 1) return extractTermOccurrences(text);
  let offset = 0;
  return pieces.flatMap((piece) => {
    const from = offset;
    offset += piece.length;
    return extractTermOccurrences(piece).map((occurrence) => ({
      ...occurrence,
      charStart: occurrence.charStart + from,
      charEnd: occurrence.charEnd + from,
    }));
  });
}

function canonicalTerm(term: string): string {
  const digits = /^(\d+(?:\.\d+)?)(?:st|nd|rd|th)?$/u.exec(term)?.[1];
  return digits === undefined ? term : `#${String(Number(digits))}`;
}
