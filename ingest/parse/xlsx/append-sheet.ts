import { isColumnName } from '../column-names.ts';
import { writeRow } from '../table-rows.ts';
import type { TextBuilder } from '../text-builder.ts';
import type { SheetCell, SheetRow } from './read-sheet.ts';

type Header = ReadonlyMap<number, string>;

/** So many rows are looked at to find the header of a table. */
const LOOK_AHEAD = 6;

/**
 * Writes the rows of a sheet as tables parted by blank rows: a line alone above a table is its caption,
 * the first row of words names the columns, and a table that goes on behind a blank row keeps its header.
 */
export function appendSheetRows(builder: TextBuilder, rows: Iterable<SheetRow>): void {
  let pending: SheetRow[] = [];
  let header: Header | null = null;
  let last: SheetRow | null = null;
  let isOpen = false;

  function open(): void {
    const table = findTable(pending, header);
    for (const caption of table.captions)
      builder.append({ kind: 'paragraph', text: textOfRow(caption) });
    header = table.header;
    for (const [index, row] of table.rows.entries())
      appendRow(builder, { row, header, startsGroup: index === 0 });
    pending = [];
    isOpen = true;
  }

  for (const row of rows) {
    const startsTable = last !== null && row.number > last.number + 1;
    if (startsTable && pending.length > 0) open();
    if (startsTable) isOpen = false;
    last = row;
    if (isOpen) appendRow(builder, { row, header, startsGroup: false });
    else if (pending.push(row) === LOOK_AHEAD) open();
  }
  if (pending.length > 0) open();
}

interface FoundTable {
  readonly captions: readonly SheetRow[];
  readonly header: Header | null;
  readonly rows: readonly SheetRow[];
}

function findTable(start: readonly SheetRow[], carried: Header | null): FoundTable {
  const isTable = start.some(({ cells }) => cells.length > 1);
  const first = start.findIndex(({ cells }) => cells.length > 1);
  if (!isTable) return { captions: start, header: null, rows: [] };
  const captions = start.slice(0, first);
  const body = start.slice(first);
  const own = readHeader(body);
  const goesOn = carried !== null && captions.length === 0 && fits(body[0], carried);
  if (goesOn && (own === null || !own.isSure)) return { captions, header: carried, rows: body };
  if (own === null) return { captions, header: null, rows: body };
  return { captions, header: own.header, rows: body.slice(own.rowCount) };
}

/** The header at the top of some rows; sure when the row below it differs in kind. */
function readHeader(
  body: readonly SheetRow[],
): { readonly header: Header; readonly rowCount: number; readonly isSure: boolean } | null {
  const [first, second, third] = body;
  if (first === undefined || second === undefined || !isHeaderRow(first.cells)) return null;
  const isDouble =
    third !== undefined && first.cells.some(({ isWide }) => isWide) && isHeaderRow(second.cells);
  const names = isDouble ? joinHeaders(first.cells, second.cells) : namesOf(first.cells);
  const below = isDouble ? third : second;
  if (new Set(names.values()).size < names.size || !fits(below, names)) return null;
  const isSure = below.cells.some(
    ({ column, kind }) => kind !== 'text' && kindAt(first.cells, column) === 'text',
  );
  return { header: names, rowCount: isDouble ? 2 : 1, isSure };
}

function isHeaderRow(cells: readonly SheetCell[]): boolean {
  return (
    cells.length > 1 &&
    cells.every(({ text, kind }, index) => kind === 'date' || isColumnName(text.trim(), index))
  );
}

/** Whether a row stands in the columns that a header names; the first may go without a name. */
function fits(row: SheetRow | undefined, header: Header): row is SheetRow {
  if (row === undefined) return false;
  const unnamed = row.cells.filter(({ column }) => !header.has(column));
  const first = Math.min(...header.keys());
  return unnamed.length === 0 || (unnamed.length === 1 && (unnamed[0]?.column ?? first) < first);
}

function namesOf(cells: readonly SheetCell[]): Header {
  return new Map(cells.map(({ column, text }) => [column, text.trim()]));
}

/** A header of two rows: `Leave, Days` where the upper cell goes over several columns. */
function joinHeaders(upper: readonly SheetCell[], lower: readonly SheetCell[]): Header {
  const names = new Map<number, string>();
  const columns = new Set([...upper, ...lower].map(({ column }) => column));
  for (const column of columns) {
    const above = upper.findLast(
      (cell) => cell.column === column || (cell.isWide && cell.column < column),
    );
    const below = lower.find((cell) => cell.column === column);
    const parts = [above?.text.trim(), below?.text.trim()].filter((part) => part !== undefined);
    if (below !== undefined || above?.column === column)
      names.set(column, [...new Set(parts)].join(', '));
  }
  return names;
}

function kindAt(cells: readonly SheetCell[], column: number): SheetCell['kind'] {
  return cells.find((cell) => cell.column === column)?.kind ?? 'text';
}

function appendRow(
  builder: TextBuilder,
  {
    row,
    header,
    startsGroup,
  }: { readonly row: SheetRow; readonly header: Header | null; readonly startsGroup: boolean },
): void {
  const names = row.cells.map(({ column }) => header?.get(column) ?? '');
  const values = row.cells.map(({ text }) => text);
  builder.append({ kind: 'table_row', text: writeRow(names, values), startsGroup });
}

function textOfRow(row: SheetRow): string {
  return row.cells.map(({ text }) => text.trim()).join(' ');
}
