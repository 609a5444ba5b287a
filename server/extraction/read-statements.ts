import { readLines, type Line } from '../../core/text/lines.ts';
import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTermOccurrences } from '../../core/text/terms.ts';
import { readCells, type Cell } from './read-cells.ts';

/** A term and where it stands; offsets index the text. */
export interface PlacedTerm extends Span {
  readonly term: string;
}

/** A sentence, a list item, or a row of a table, with what it stands below. */
export interface Statement extends Span {
  readonly terms: readonly PlacedTerm[];
  /** Of a row, or of a line that says `label: value`. */
  readonly cells: readonly Cell[];
  readonly isRow: boolean;
  /** Index of the heading it stands below; null before the first. */
  readonly heading: number | null;
  readonly isHeading: boolean;
}

/** A text as extraction reads it. */
export interface ReadText {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/** The statements of a text in order, each with its terms, its cells and its heading. */
export function readStatements(text: string): ReadText {
  const lines = readLines(text);
  const kinds = indexLines(lines);
  const statements: Statement[] = [];
  let heading: number | null = null;
  let columns: readonly string[] | null = null;
  for (const span of splitSentences(text)) {
    const kind = kinds(span.start);
    const read = readCells(text, span, columns);
    columns = read.columns;
    if (read.kind === 'head') continue;
    const isHeading = kind === 'heading' && read.cells.length === 0;
    const terms = extractTermOccurrences(text.slice(span.start, span.end)).map((one) => ({
      term: one.term,
      start: span.start + one.charStart,
      end: span.start + one.charEnd,
    }));
    statements.push({
      ...span,
      terms,
      cells: read.cells,
      isRow: read.kind === 'row',
      heading,
      isHeading,
    });
    if (isHeading) heading = statements.length - 1;
  }
  return { text, statements };
}

/** What kind of line an offset stands in. */
function indexLines(lines: readonly Line[]): (offset: number) => Line['kind'] {
  let at = 0;
  return (offset) => {
    while ((lines[at + 1]?.start ?? Number.POSITIVE_INFINITY) <= offset) at += 1;
    return lines[at]?.kind ?? 'prose';
  };
}
