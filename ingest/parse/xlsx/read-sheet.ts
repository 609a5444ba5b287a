import { ParseRefusal } from '../parsed-document.ts';
import { columnOf, scanRows } from './scan-cells.ts';
import type { CellValue, Workbook } from './read-workbook.ts';

export interface SheetCell extends CellValue {
  readonly column: number;
  /** Whether the cell goes over several columns. */
  readonly isWide: boolean;
}

export interface SheetRow {
  readonly number: number;
  /** In the order of their columns, without blank ones. */
  readonly cells: readonly SheetCell[];
}

export interface SheetContent {
  /** The rows that are shown, with what merged cells carry into them. */
  rows(): Generator<SheetRow>;
  /** The first text of what is hidden; filled while `rows` runs. */
  readonly hidden: { rowCount: number; columnCount: number; text: string };
}

interface Merge {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

const MAX_CELLS = 2_000_000;
const MAX_MERGES = 20_000;
const MAX_HIDDEN_CHARS = 1_000;
const COLUMN = /<(?:\w+:)?col\s([^>]*)>/g;
const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"/g;

/** Reads a sheet from its source. Throws a ParseRefusal beyond two million cells. */
export function readSheet(source: string, readCell: Workbook['readCell']): SheetContent {
  const hiddenColumns = readHiddenColumns(source.slice(0, indexOfTag(source, 'sheetData')));
  const merges = readMerges(source.slice(endOfRows(source)));
  const hidden = { rowCount: 0, columnCount: countColumns(hiddenColumns), text: '' };

  function conceal(text: string): void {
    if (hidden.text.length < MAX_HIDDEN_CHARS) hidden.text += `${text} `;
  }

  function* rows(): Generator<SheetRow> {
    let cellCount = 0;
    const carry = createMergeCarrier(merges);
    for (const row of scanRows(source)) {
      cellCount += row.cells.length;
      if (cellCount > MAX_CELLS) throw tooManyCells();
      const cells: SheetCell[] = [];
      for (const stored of row.cells) {
        const value = readCell(stored);
        if (value.text.trim() === '') continue;
        const isHidden =
          row.isHidden || hiddenColumns.some((range) => isWithin(stored.column, range));
        if (isHidden) conceal(value.text);
        else cells.push({ column: stored.column, isWide: false, ...value });
      }
      if (row.isHidden) hidden.rowCount += 1;
      else if (cells.length > 0) yield { number: row.number, cells: carry(row.number, cells) };
    }
  }

  return { rows, hidden };
}

type ColumnRange = readonly [first: number, last: number];

function readHiddenColumns(head: string): readonly ColumnRange[] {
  return Array.from(head.matchAll(COLUMN)).flatMap(([, attributes = '']) => {
    const isHidden =
      /\shidden="(?:1|true)"/.test(` ${attributes}`) || /\swidth="0"/.test(` ${attributes}`);
    const first = Number(/\bmin="(\d+)"/.exec(attributes)?.[1]) - 1;
    const last = Number(/\bmax="(\d+)"/.exec(attributes)?.[1]) - 1;
    return isHidden ? [[first, last] as const] : [];
  });
}

function countColumns(ranges: readonly ColumnRange[]): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

function isWithin(column: number, [first, last]: ColumnRange): boolean {
  return column >= first && column <= last;
}

function readMerges(tail: string): readonly Merge[] {
  const merges: Merge[] = [];
  for (const [, left = '', top, right = '', bottom] of tail.matchAll(MERGE)) {
    if (merges.length === MAX_MERGES) break;
    merges.push({
      top: Number(top),
      bottom: Number(bottom),
      left: columnOf(left),
      right: columnOf(right),
    });
  }
  return merges.toSorted((one, other) => one.top - other.top);
}

/** Repeats a cell in every row that it spans, for rows that come from top to bottom. */
function createMergeCarrier(
  merges: readonly Merge[],
): (rowNumber: number, cells: readonly SheetCell[]) => readonly SheetCell[] {
  let next = 0;
  let open: { readonly merge: Merge; readonly cell: SheetCell | null }[] = [];
  return (rowNumber, cells) => {
    if (merges.length === 0) return cells;
    open = open.filter(({ merge }) => merge.bottom >= rowNumber);
    const carried = open.flatMap(({ cell }) => (cell === null ? [] : [cell]));
    const laidOut = [...cells];
    for (
      let merge = merges[next];
      merge !== undefined && merge.top <= rowNumber;
      merge = merges[next]
    ) {
      next += 1;
      if (merge.top < rowNumber) continue;
      const { left, right } = merge;
      const index = laidOut.findIndex(({ column }) => column === left);
      const cell = laidOut[index];
      if (cell === undefined) continue;
      laidOut[index] = { ...cell, isWide: right > left };
      open.push({ merge, cell: laidOut[index] ?? null });
    }
    const taken = new Set(cells.map(({ column }) => column));
    return [...laidOut, ...carried.filter(({ column }) => !taken.has(column))].toSorted(
      (one, other) => one.column - other.column,
    );
  };
}

function indexOfTag(source: string, name: string): number {
  const index = source.search(new RegExp(`<(?:\\w+:)?${name}[\\s/>]`));
  return index < 0 ? source.length : index;
}

function endOfRows(source: string): number {
  const end = source.lastIndexOf('sheetData>');
  return end < 0 ? source.length : end;
}

function tooManyCells(): ParseRefusal {
  return new ParseRefusal(
    'too_large',
    `A sheet of the workbook has more than ${MAX_CELLS.toLocaleString('en')} cells. Split it into smaller workbooks.`,
  );
}
