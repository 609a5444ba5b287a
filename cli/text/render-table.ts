import type { Colors } from '../terminal.ts';
import { displayWidth, padEnd, truncate } from './layout.ts';
import { printableLine } from './printable.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  readonly align?: 'right';
}

export interface TableStyle {
  /** The width of the terminal; null leaves the last column whole. */
  readonly width: number | null;
  readonly colors: Colors;
}

const GAP = '  ';
/** The last column keeps this much, even where the line then breaks: it tells rows apart. */
const MIN_LAST_WIDTH = 30;

/** Rows under their titles. The last column gives way when the terminal is too narrow. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  style: TableStyle,
): string {
  const titles = columns.map((column) => column.title);
  const cells = rows.map((row) => columns.map((column) => printableLine(column.cell(row))));
  const widths = columns.map((_, index) =>
    Math.max(...[titles, ...cells].map((line) => displayWidth(line[index] ?? ''))),
  );
  const toLine = (line: readonly string[]) =>
    columns
      .map((column, index) => alignCell(line[index] ?? '', widths[index] ?? 0, column.align))
      .join(GAP)
      .trimEnd();
  const lastStart = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const lineWidth = Math.max(style.width ?? 0, lastStart + MIN_LAST_WIDTH);
  const fit = (line: string) => (style.width === null ? line : truncate(line, lineWidth));
  return [style.colors.dim(fit(toLine(titles))), ...cells.map((line) => fit(toLine(line)))].join(
    '\n',
  );
}

function alignCell(text: string, width: number, align: 'right' | undefined): string {
  return align === 'right'
    ? ' '.repeat(Math.max(0, width - displayWidth(text))) + text
    : padEnd(text, width);
}
