import { type Line, type Segment, splitSegmentAt } from './build-lines.ts';
import { largest, smallest } from './page-frame.ts';

export interface Column {
  readonly x: number;
  readonly right: number;
}

export interface PdfTable {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly PdfRow[];
}

export interface PdfRow {
  /** The segments of each column, from top to bottom. */
  readonly cells: readonly (readonly Segment[])[];
  readonly font: string;
}

export interface TextLine {
  readonly kind: 'line';
  readonly line: Line;
}

/** Up to this distance, in type sizes, a line goes on with the cell above it. */
const WRAPPED_GAP = 1.55;
const MAX_ROW_GAP = 4;
const COLUMN_TOLERANCE = 2;

/** Parts a region into lines of text and tables: two or more lines whose segments stand in columns. */
export function findTables(lines: readonly Line[]): readonly (TextLine | PdfTable)[] {
  const found: (TextLine | PdfTable)[] = [];
  for (let index = 0; index < lines.length;) {
    const tableLines = takeTableLines(lines, index);
    if (tableLines.length > 0) found.push(buildTable(tableLines));
    else found.push(...lines.slice(index, index + 1).map(asTextLine));
    index += Math.max(1, tableLines.length);
  }
  return found;
}

/** The lines from `start` on that make one table; none when they make none. */
function takeTableLines(lines: readonly Line[], start: number): readonly Line[] {
  const first = lines[start];
  if (first === undefined || first.segments.length < 2) return [];
  let columns = mergeColumns([], first.segments);
  const taken = [first];
  let accepted = 1;
  let fullLines = 1;
  for (let index = start + 1; index < lines.length; index += 1) {
    const previous = lines[index - 1];
    const found = lines[index];
    if (found === undefined || previous === undefined) break;
    const line = splitAtColumns(found, columns);
    const gap = (line.y - previous.y) / line.size;
    if (gap > MAX_ROW_GAP || Math.abs(line.size - first.size) > 0.2 * first.size) break;
    const merged = mergeColumns(columns, line.segments);
    if (merged.length < Math.max(2, columns.length - 1)) break;
    columns = merged;
    taken.push(line);
    if (line.segments.length > 1) fullLines += 1;
    if (line.segments.length > 1 || gap <= WRAPPED_GAP) accepted = index - start + 1;
  }
  const table = taken.slice(0, accepted);
  return fullLines > 1 && !isJustifiedText(table) ? table : [];
}

/** Lines that end flush and whose parts mostly go on within a sentence are prose with wide spaces. */
function isJustifiedText(lines: readonly Line[]): boolean {
  const ends = lines.map((line) => line.segments.at(-1)?.right ?? 0);
  const isFlush = largest(ends) - smallest(ends) < COLUMN_TOLERANCE;
  const segments = lines.flatMap((line) => line.segments);
  const running = segments.filter((segment) => /^\p{Ll}/u.test(segment.text)).length;
  return isFlush && running * 2 > segments.length;
}

/** The widest cell of a column may come so close to the next one that both looked like one segment. */
function splitAtColumns(line: Line, columns: readonly Column[]): Line {
  const starts = columns.slice(1).map((column) => column.x);
  return { ...line, segments: line.segments.flatMap((segment) => splitSegmentAt(segment, starts)) };
}

/** Columns are what is left when all segments that overlap from line to line are merged. */
function mergeColumns(columns: readonly Column[], segments: readonly Segment[]): readonly Column[] {
  const merged: Column[] = [];
  for (const span of [...columns, ...segments].toSorted((a, b) => a.x - b.x)) {
    const last = merged.at(-1);
    if (last !== undefined && span.x < last.right - COLUMN_TOLERANCE)
      merged[merged.length - 1] = { x: last.x, right: Math.max(last.right, span.right) };
    else merged.push({ x: span.x, right: span.right });
  }
  return merged;
}

function buildTable(lines: readonly Line[]): PdfTable {
  const columns = lines.reduce<readonly Column[]>(
    (merged, line) => mergeColumns(merged, line.segments),
    [],
  );
  const rows = groupRows(lines, columns).map((row) => ({
    cells: columns.map((column) => segmentsOfCell(row, column)),
    font: row[0]?.segments[0]?.font ?? '',
  }));
  return { kind: 'table', columns, rows };
}

/**
 * Lines of one row lie closer together than rows do. Where all lines are equally close, a line with a
 * first cell begins a row.
 */
function groupRows(lines: readonly Line[], columns: readonly Column[]) {
  const gaps = lines.slice(1).map((line, index) => gapBetween(lines[index], line));
  const hasRowGaps = gaps.filter((gap) => gap > WRAPPED_GAP).length * 5 >= gaps.length;
  const rows: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    const gap = gapBetween(lines[index - 1], line);
    const hasFirstCell = line.segments.some((segment) => isInColumn(segment, columns[0]));
    const startsRow = hasRowGaps ? gap > WRAPPED_GAP : hasFirstCell;
    if (rows.length === 0 || startsRow) rows.push([line]);
    else rows.at(-1)?.push(line);
  }
  return rows;
}

function gapBetween(previous: Line | undefined, line: Line): number {
  return previous === undefined ? Infinity : (line.y - previous.y) / line.size;
}

function segmentsOfCell(row: readonly Line[], column: Column): readonly Segment[] {
  return row.flatMap((line) => line.segments.filter((segment) => isInColumn(segment, column)));
}

function isInColumn(segment: Segment, column: Column | undefined): boolean {
  if (column === undefined) return false;
  const middle = (segment.x + segment.right) / 2;
  return middle >= column.x && middle <= column.right;
}

function asTextLine(line: Line): TextLine {
  return { kind: 'line', line };
}
