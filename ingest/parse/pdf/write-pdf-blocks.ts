import { appendTable } from '../table-rows.ts';
import type { TextBuilder } from '../text-builder.ts';
import type { Column } from './find-tables.ts';
import type { PdfBlock, PdfText } from './group-paragraphs.ts';
import type { JoinLines } from './mend-hyphens.ts';

type TableBlock = Extract<PdfBlock, { kind: 'table' }>;

interface OpenTable {
  readonly columns: readonly Column[];
  readonly header: readonly string[] | null;
}

const COLUMN_SHIFT = 6;

/** Writes blocks in order; a paragraph or a table that a page or column breaks is put together again. */
export function writePdfBlocks(
  builder: TextBuilder,
  blocks: readonly PdfBlock[],
  joinLines: JoinLines,
): void {
  let previousTable: OpenTable | null = null;
  for (const block of joinBrokenParagraphs(blocks, joinLines)) {
    if (block.kind === 'table') {
      previousTable = writeTable(builder, block, previousTable);
      continue;
    }
    previousTable = null;
    const level = block.level === null ? {} : { level: block.level };
    builder.append({ kind: block.kind, text: block.text, page: block.page, ...level });
  }
}

function joinBrokenParagraphs(
  blocks: readonly PdfBlock[],
  joinLines: JoinLines,
): readonly PdfBlock[] {
  const joined: PdfBlock[] = [];
  for (const block of blocks) {
    const previous = joined.at(-1);
    if (previous !== undefined && isBroken(previous) && continuesSentence(block))
      joined[joined.length - 1] = { ...previous, text: joinLines(previous.text, block.text) };
    else joined.push(block);
  }
  return joined;
}

function isBroken(block: PdfBlock): block is PdfText {
  const mayBreak = block.kind === 'paragraph' || block.kind === 'list_item';
  return mayBreak && !/[.!?:;]["'”’)]?$/.test(block.text.slice(-2));
}

function continuesSentence(block: PdfBlock): block is PdfText {
  return block.kind === 'paragraph' && /^\p{Ll}/u.test(block.text);
}

function writeTable(
  builder: TextBuilder,
  table: TableBlock,
  previous: OpenTable | null,
): OpenTable {
  const rows = table.rows.map((row) => row.cells);
  const header = headerOf(table) ?? inheritedHeader(table, previous);
  const hasOwnHeader = headerOf(table) !== null;
  appendTable(builder, { header, rows: hasOwnHeader ? rows.slice(1) : rows, page: table.page });
  return { columns: table.columns, header };
}

/** The first row names the columns when it is set in another font, or is full of words that are no values. */
function headerOf(table: TableBlock): readonly string[] | null {
  const [first, second] = table.rows;
  if (first === undefined || second === undefined) return null;
  if (first.cells.filter((cell) => cell !== '').length < 2) return null;
  if (first.font !== second.font) return first.cells;
  const hasOnlyNames = first.cells.every(
    (cell) => cell !== '' && cell.length <= 40 && !/\d/.test(cell),
  );
  return table.columns.length > 2 && hasOnlyNames ? first.cells : null;
}

/** A table that goes on after a page break has the same columns as the one before. */
function inheritedHeader(table: TableBlock, previous: OpenTable | null): readonly string[] | null {
  if (previous === null || previous.columns.length !== table.columns.length) return null;
  const isSame = table.columns.every(
    (column, index) =>
      Math.abs(column.x - (previous.columns[index]?.x ?? -Infinity)) < COLUMN_SHIFT,
  );
  return isSame ? previous.header : null;
}
