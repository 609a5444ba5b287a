import type { TextBuilder } from './text-builder.ts';

export interface Table {
  /** Null when the table names no columns. */
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  readonly page?: number;
}

/** Writes each row as one block that can be understood alone: `Header: value; Header: value`. */
export function appendTable(builder: TextBuilder, table: Table): void {
  const page = table.page === undefined ? {} : { page: table.page };
  const rows =
    table.rows.length > 0 || table.header === null
      ? table.rows.map((row) => writeRow(table.header, row))
      : [writeRow(null, table.header)];
  for (const [index, text] of rows.entries())
    builder.append({ kind: 'table_row', text, startsGroup: index === 0, ...page });
}

/** Empty cells say nothing and are left out; a cell under no header stands alone. */
export function writeRow(header: readonly string[] | null, cells: readonly string[]): string {
  return cells
    .map((cell, index) => writeCell(oneLine(header?.[index] ?? ''), oneLine(cell)))
    .filter((cell) => cell !== '')
    .join('; ');
}

function writeCell(name: string, value: string): string {
  if (value === '') return '';
  return name === '' || name === value ? value : `${name.replace(/:$/, '')}: ${value}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
