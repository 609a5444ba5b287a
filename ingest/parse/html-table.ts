import type { Element } from 'hast';
import {
  attributeOf,
  childElements,
  findElement,
  findElements,
  textOnOneLine,
} from './html-elements.ts';
import type { Table } from './table-rows.ts';

interface Cell {
  readonly text: string;
  readonly isHeader: boolean;
}

interface Row {
  readonly element: Element;
  readonly isHead: boolean;
}

const MAX_SPAN = 100;

/** Whether a table only arranges the page: then its cells are read as text in order. */
export function isLayoutTable(table: Element): boolean {
  if (['presentation', 'none'].includes(attributeOf(table, 'role'))) return true;
  const rows = rowsOf(table);
  const isSingleCell =
    rows.length === 1 && rows[0] !== undefined && cellsOf(rows[0].element).length === 1;
  return (
    isSingleCell || findElement(table, 'table') !== null || findElements(table, 'h2').length > 0
  );
}

/** Reads a table's rows with spans written out; its header is a `thead`, a row of `th`, or a row in bold. */
export function readHtmlTable(element: Element): Table {
  const rows = rowsOf(element);
  const grid = layOutCells(rows);
  const headerRowCount = countHeaderRows(rows, grid);
  if (headerRowCount > 0)
    return {
      header: mergeHeaderRows(grid.slice(0, headerRowCount)),
      rows: grid.slice(headerRowCount).map((row) => row.map((cell) => cell.text)),
    };
  return { header: null, rows: grid.map(nameFirstCell) };
}

function countHeaderRows(rows: readonly Row[], grid: readonly (readonly Cell[])[]): number {
  const firstPlainRow = grid.findIndex((cells) => cells.some((cell) => !cell.isHeader));
  if (firstPlainRow > 0) return firstPlainRow;
  // Some word processors mark every row as a header.
  if (firstPlainRow < 0) return 1;
  const first = rows[0];
  return rows.length > 1 && first !== undefined && isBoldRow(first.element) ? 1 : 0;
}

function isBoldRow(row: Element): boolean {
  const cells = cellsOf(row).filter((cell) => textOnOneLine(cell) !== '');
  return (
    cells.length > 1 &&
    cells.every((cell) => {
      const bold = findElement(cell, 'strong') ?? findElement(cell, 'b');
      return bold !== null && textOnOneLine(bold) === textOnOneLine(cell);
    })
  );
}

/** A header of two rows: `Leave, Days` where the upper cell spans the lower ones. */
function mergeHeaderRows(rows: readonly (readonly Cell[])[]): readonly string[] {
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const names = rows.map((row) => row[column]?.text ?? '').filter((name) => name !== '');
    return [...new Set(names)].join(', ');
  });
}

/** A row that names itself in its first cell: `Owner: Jane`. */
function nameFirstCell(row: readonly Cell[]): readonly string[] {
  const [first, second, ...others] = row;
  if (first === undefined || second === undefined || !first.isHeader || second.isHeader)
    return row.map((cell) => cell.text);
  return [`${first.text}: ${second.text}`, ...others.map((cell) => cell.text)];
}

/** Repeats a cell in every row that it spans; across columns it is written once, but named over each. */
function layOutCells(rows: readonly Row[]): readonly (readonly Cell[])[] {
  const carried: { cell: Cell; rowsLeft: number }[] = [];
  return rows.map((row) => {
    const laidOut: Cell[] = [];
    function placeCarried(): void {
      for (;;) {
        const above = carried[laidOut.length];
        if (above === undefined || above.rowsLeft === 0) return;
        above.rowsLeft -= 1;
        laidOut.push(above.cell);
      }
    }
    for (const element of cellsOf(row.element)) {
      placeCarried();
      const isHeader = element.tagName === 'th' || row.isHead;
      const cell = { text: textOnOneLine(element), isHeader };
      const rowsLeft = spanOf(element, 'rowSpan') - 1;
      for (let column = 0; column < spanOf(element, 'colSpan'); column += 1) {
        carried[laidOut.length] = { cell, rowsLeft };
        laidOut.push(column === 0 || isHeader ? cell : { text: '', isHeader });
      }
    }
    placeCarried();
    return laidOut;
  });
}

function rowsOf(table: Element): readonly Row[] {
  const sections = [table, ...childElements(table, 'thead', 'tbody', 'tfoot')];
  return sections.flatMap((section) =>
    childElements(section, 'tr').map((element) => ({
      element,
      isHead: section.tagName === 'thead',
    })),
  );
}

function cellsOf(row: Element): readonly Element[] {
  return childElements(row, 'td', 'th');
}

function spanOf(cell: Element, name: 'colSpan' | 'rowSpan'): number {
  const span = Number(attributeOf(cell, name));
  return Number.isInteger(span) && span > 0 ? Math.min(span, MAX_SPAN) : 1;
}
