import type { TextBox } from '../parsed-document.ts';
import { writeRow } from '../table-rows.ts';
import type { BuiltText, TextBuilder } from '../text-builder.ts';
import type { Column } from './find-tables.ts';
import type { PdfBlock, PdfTableBlock, PdfText } from './group-paragraphs.ts';
import {
  appendText,
  endOfText,
  finishText,
  growFrom,
  type LinedText,
  type LineSpan,
  shiftLine,
} from './lined-text.ts';
import type { JoinLines } from './mend-hyphens.ts';

export interface BuiltPdfText extends BuiltText {
  readonly boxes: readonly TextBox[];
}

interface OpenTable {
  readonly columns: readonly Column[];
  readonly header: readonly string[] | null;
}

const COLUMN_SHIFT = 6;
const BETWEEN_CELLS = '; ';

/**
 * Writes blocks in order and tells where each printed line stands; a paragraph or a table that a page or
 * column breaks is put together again.
 */
export function writePdfBlocks(
  builder: TextBuilder,
  blocks: readonly PdfBlock[],
  joinLines: JoinLines,
): BuiltPdfText {
  const written: LinedText[] = [];
  let previousTable: OpenTable | null = null;
  for (const block of joinBrokenParagraphs(blocks, joinLines)) {
    if (block.kind === 'table') {
      const header: readonly string[] | null =
        headerOf(block) ?? inheritedHeader(block, previousTable);
      written.push(...writeTable(builder, block, header));
      previousTable = { columns: block.columns, header };
      continue;
    }
    previousTable = null;
    const level = block.level === null ? {} : { level: block.level };
    builder.append({ kind: block.kind, text: block.text, page: block.page, ...level });
    written.push(block);
  }
  const built = builder.finish();
  return { ...built, boxes: placeBoxes(built, written) };
}

/** Every text that was written is one block, and stands in it as it was. */
function placeBoxes({ blocks }: BuiltText, written: readonly LinedText[]): readonly TextBox[] {
  return blocks.flatMap(({ charStart }, index) =>
    (written[index]?.lines ?? [])
      .filter(({ start, end }) => end > start)
      .map(({ start, end, ...box }) => ({
        charStart: charStart + start,
        charEnd: charStart + end,
        ...box,
      })),
  );
}

function joinBrokenParagraphs(
  blocks: readonly PdfBlock[],
  joinLines: JoinLines,
): readonly PdfBlock[] {
  const joined: PdfBlock[] = [];
  for (let index = 0; index < blocks.length;) {
    const block = blocks[index];
    index += 1;
    if (block === undefined) break;
    if (block.kind === 'table') {
      joined.push(block);
      continue;
    }
    const growing = growFrom(block);
    for (let next = blocks[index]; next !== undefined; next = blocks[index]) {
      if (!isBroken(block, endOfText(growing)) || !continuesSentence(next)) break;
      appendText(growing, next, joinLines);
      index += 1;
    }
    joined.push({ ...block, ...finishText(growing) });
  }
  return joined;
}

function isBroken(block: PdfText, end: string): boolean {
  const mayBreak = block.kind === 'paragraph' || block.kind === 'list_item';
  return mayBreak && !/[.!?:;]["'”’)]?$/.test(end.slice(-2));
}

function continuesSentence(block: PdfBlock): block is PdfText {
  return block.kind === 'paragraph' && /^\p{Ll}/u.test(block.text);
}

/** Appends a block for each row and returns the rows as they stand in the text. */
function writeTable(
  builder: TextBuilder,
  table: PdfTableBlock,
  header: readonly string[] | null,
): readonly LinedText[] {
  const ownHeader = headerOf(table) === null ? null : (table.rows[0] ?? null);
  const rows = ownHeader === null ? table.rows : table.rows.slice(1);
  const texts = rows
    .map((row, index) =>
      writeLinedRow(header, row.cells, index === 0 ? (ownHeader?.cells ?? null) : null),
    )
    .filter(({ text }) => text !== '');
  for (const [index, { text }] of texts.entries())
    builder.append({ kind: 'table_row', text, startsGroup: index === 0, page: table.page });
  return texts;
}

/** A row with the boxes of its values, and with those of the header where the header is first written. */
function writeLinedRow(
  names: readonly string[] | null,
  cells: readonly LinedText[],
  header: readonly LinedText[] | null,
): LinedText {
  let text = '';
  const lines: LineSpan[] = [];
  for (const [index, cell] of cells.entries()) {
    const name = names === null ? null : [names[index] ?? ''];
    const written = writeRow(name, [cell.text]);
    if (written === '') continue;
    if (text !== '') text += BETWEEN_CELLS;
    const valueStart = text.length + written.length - cell.text.length;
    const nameLines = valueStart > text.length ? (header?.[index]?.lines ?? []) : [];
    for (const line of nameLines)
      lines.push(clampLine(shiftLine(line, text.length), valueStart - ': '.length));
    for (const line of cell.lines) lines.push(shiftLine(line, valueStart));
    text += written;
  }
  return { text, lines };
}

function clampLine(line: LineSpan, end: number): LineSpan {
  return { ...line, end: Math.min(line.end, end) };
}

/** The first row names the columns when it is set in another font, or is full of words that are no values. */
function headerOf(table: PdfTableBlock): readonly string[] | null {
  const [first, second] = table.rows;
  if (first === undefined || second === undefined) return null;
  const cells = first.cells.map(({ text }) => text);
  if (cells.filter((cell) => cell !== '').length < 2) return null;
  if (first.font !== second.font) return cells;
  const hasOnlyNames = cells.every((cell) => cell !== '' && cell.length <= 40 && !/\d/.test(cell));
  return table.columns.length > 2 && hasOnlyNames ? cells : null;
}

/** A table that goes on after a page break has the same columns as the one before. */
function inheritedHeader(
  table: PdfTableBlock,
  previous: OpenTable | null,
): readonly string[] | null {
  if (previous === null || previous.columns.length !== table.columns.length) return null;
  const isSame = table.columns.every(
    (column, index) =>
      Math.abs(column.x - (previous.columns[index]?.x ?? -Infinity)) < COLUMN_SHIFT,
  );
  return isSame ? previous.header : null;
}
