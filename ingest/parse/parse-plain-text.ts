import { decodeText } from './decode-text.ts';
import type { ParsedDocument, ParseLimits } from './parsed-document.ts';
import { PARSER_VERSIONS } from '../../core/index-versions.ts';
import { appendTable, type Table } from './table-rows.ts';
import { createTextBuilder, type TextBuilder } from './text-builder.ts';

interface PlainHeading {
  readonly level: number;
  readonly text: string;
  /** What follows the heading without a blank line. */
  readonly rest: string;
}

const LIST_MARKER = /^\s*(?:[-*•–]|\d{1,3}[.)]|[a-z]\))\s+\S/;
const UNDERLINED = /^([^\n]{1,200})\n(={3,}|-{3,})(?:\n|$)/;
const CAPITALS = /^[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*(?<![.,;])$/u;
const MAX_HEADING_CHARS = 80;
const MIN_TABLE_LINES = 3;
const MIN_TABLE_COLUMNS = 3;

/**
 * Paragraphs are what blank lines part, and lines stay lines. Headings are underlined, or stand in
 * capitals; columns aligned with spaces are read as a table.
 */
export function parsePlainText(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const builder = createTextBuilder(limits);
  let title: string | null = null;
  let isFirst = true;
  for (const paragraph of decodeText(bytes).split(/\n(?:[^\S\n]*\n)+|\f/)) {
    const text = trimLineEnds(paragraph);
    if (text.trim() === '') continue;
    const heading = readHeading(text, isFirst);
    if (heading?.level === 1) title ??= heading.text;
    appendParagraph(builder, text, heading);
    isFirst = false;
  }
  return { parser: PARSER_VERSIONS['text/plain'], title, pageCount: null, ...builder.finish() };
}

function appendParagraph(builder: TextBuilder, text: string, heading: PlainHeading | null): void {
  if (heading !== null)
    builder.append({ kind: 'heading', level: heading.level, text: heading.text });
  const body = heading === null ? text : heading.rest;
  const table = readAlignedTable(body);
  if (table !== null) appendTable(builder, table);
  else appendPlainLines(builder, body);
}

/** Without a regular expression, which takes quadratic time on long runs of spaces. */
function trimLineEnds(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** A line of capitals counts when it stands alone, or opens the document. */
function readHeading(paragraph: string, isFirst: boolean): PlainHeading | null {
  const underlined = UNDERLINED.exec(paragraph);
  if (underlined?.[1] !== undefined && underlined[2] !== undefined)
    return {
      level: underlined[2].startsWith('=') ? 1 : 2,
      text: underlined[1],
      rest: paragraph.slice(underlined[0].length),
    };
  const firstLine = paragraph.split('\n', 1)[0] ?? '';
  if (firstLine.length > MAX_HEADING_CHARS || !CAPITALS.test(firstLine)) return null;
  if (!isFirst && firstLine.length < paragraph.length) return null;
  return { level: isFirst ? 1 : 2, text: firstLine, rest: paragraph.slice(firstLine.length) };
}

/** Lines that all have the same number of cells, parted by two spaces or more. */
function readAlignedTable(paragraph: string): Table | null {
  const lines = paragraph.trim().split('\n');
  if (lines.length < MIN_TABLE_LINES) return null;
  const rows = lines.map((line) => line.trim().split(/\t+| {2,}/));
  const width = rows[0]?.length ?? 0;
  if (width < MIN_TABLE_COLUMNS || rows.some((row) => row.length !== width)) return null;
  const [first, ...others] = rows;
  const isHeader = first?.every((cell) => /\p{L}/u.test(cell)) === true;
  return isHeader ? { header: first, rows: others } : { header: null, rows };
}

/** Writes a paragraph, or the list items that it consists of. */
export function appendPlainLines(builder: TextBuilder, text: string): void {
  let startsGroup = true;
  for (const item of splitListItems(text)) {
    const kind = LIST_MARKER.test(item) ? 'list_item' : 'paragraph';
    builder.append({ kind, text: item, startsGroup });
    startsGroup = kind !== 'list_item';
  }
}

/** One entry a list item with its continuation lines; a paragraph without markers stays whole. */
function splitListItems(paragraph: string): readonly string[] {
  const items: string[][] = [];
  for (const line of paragraph.split('\n')) {
    const current = items.at(-1);
    if (current === undefined || LIST_MARKER.test(line)) items.push([line]);
    else current.push(line);
  }
  return items.map((lines) => lines.join('\n'));
}
