import type { PageOptions } from './option-parsers.ts';
import type { Reply } from './read-reply.ts';
import type { Terminal } from './terminal.ts';
import { renderTable, type Column } from './text/render-table.ts';

export interface PageLayout<Row> {
  readonly columns: readonly Column<Row>[];
  /** Said when there is nothing to list. */
  readonly empty: string;
  readonly options: PageOptions;
}

interface PageOf<Row> {
  readonly data: readonly Row[];
  readonly next_cursor: string | null;
}

/** Prints a page of a list, as a table or as the JSON that came. */
export function printPage<Row>(
  terminal: Terminal,
  page: Reply<PageOf<Row>>,
  layout: PageLayout<Row>,
): void {
  if (layout.options.json === true) return terminal.printJson(page.raw);
  const { data, next_cursor: nextCursor } = page.value;
  if (data.length === 0) return terminal.note(layout.empty);
  terminal.print(renderTable(data, layout.columns, terminal));
  if (nextCursor !== null) terminal.note(`There are more: --cursor ${nextCursor}`);
}
