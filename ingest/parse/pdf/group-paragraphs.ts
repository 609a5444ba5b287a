import { joinSegments, type Line, type Segment } from './build-lines.ts';
import { type Column, findTables, type PdfTable } from './find-tables.ts';
import {
  appendText,
  finishText,
  growFrom,
  type GrowingText,
  type LinedText,
  lineOfSegment,
} from './lined-text.ts';
import { levelOfSize, type TypeMeasure } from './measure-type.ts';
import type { JoinLines } from './mend-hyphens.ts';
import { largest, type PageFrame } from './page-frame.ts';

export interface PdfText extends LinedText {
  readonly kind: 'heading' | 'paragraph' | 'list_item';
  readonly level: number | null;
  readonly page: number;
}

export interface PdfTableBlock {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly PdfTableRow[];
  readonly page: number;
}

export interface PdfTableRow {
  readonly cells: readonly LinedText[];
  readonly font: string;
}

export type PdfBlock = PdfText | PdfTableBlock;

export interface GroupingContext {
  readonly frame: PageFrame;
  readonly measure: TypeMeasure;
  readonly joinLines: JoinLines;
}

interface OpenText {
  readonly text: GrowingText;
  readonly kind: PdfText['kind'];
  readonly level: number | null;
  last: Segment;
  readonly first: Segment;
}

const BULLET = /^[•●▪◦‣■□○▸➢\uf0b7\uf0a7*–-]\s+(?=\S)/;
const NUMBER_MARKER = /^\(?(?:\d{1,2}|[a-z])[.)]\s+\S/;
const MAX_BOLD_HEADING_CHARS = 90;

/** Groups a region's lines, in reading order, into headings, paragraphs, list items and tables. */
export function groupParagraphs(
  region: readonly Line[],
  context: GroupingContext,
): readonly PdfBlock[] {
  const blocks: PdfBlock[] = [];
  const right = largest(region.flatMap((line) => line.segments).map(({ right }) => right));
  let open: OpenText | null = null;
  const parts = findTables(region);
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'table') {
      if (open !== null) blocks.push(closeText(open, context));
      open = null;
      blocks.push(placeTable(part, context.frame));
      continue;
    }
    const line = joinSegments(part.line.segments);
    const following = parts[index + 1];
    const next = following?.kind === 'line' ? joinSegments(following.line.segments) : null;
    const started = startText(line, { context, previous: open?.last ?? null, next });
    if (open !== null && goesOn(open, started, { context, right })) {
      appendText(open.text, lineOfSegment(line, context.frame), context.joinLines);
      open.last = line;
      continue;
    }
    if (open !== null) blocks.push(closeText(open, context));
    open = started;
  }
  if (open !== null) blocks.push(closeText(open, context));
  return blocks;
}

function startText(
  line: Segment,
  around: {
    readonly context: GroupingContext;
    readonly previous: Segment | null;
    readonly next: Segment | null;
  },
): OpenText {
  const { measure } = around.context;
  const level =
    levelOfSize(measure, line.size) ??
    (isSetOffInBold(line, around) ? Math.min(6, measure.headingSizes.length + 1) : null);
  const text = line.text.replace(BULLET, '- ');
  const isItem = text !== line.text || BULLET.test(line.text) || NUMBER_MARKER.test(line.text);
  const kind = level !== null ? 'heading' : isItem ? 'list_item' : 'paragraph';
  const shown = lineOfSegment(line, around.context.frame, level === null ? text : line.text);
  return { kind, level, text: growFrom(shown), first: line, last: line };
}

/** A short line of its own in another font than the text, above a line in the text's font. */
function isSetOffInBold(
  line: Segment,
  around: {
    readonly context: GroupingContext;
    readonly previous: Segment | null;
    readonly next: Segment | null;
  },
): boolean {
  const { measure } = around.context;
  if (!line.hasOneFont || line.font === measure.bodyFont || line.size < measure.bodySize * 0.97)
    return false;
  if (line.text.length > MAX_BOLD_HEADING_CHARS || /[.,;:]$/.test(line.text)) return false;
  if (!/^[\p{Lu}\d]/u.test(line.text)) return false;
  const isBelowGap =
    around.previous === null ||
    (line.y - around.previous.y) / line.size > measure.lineGap * 1.15 ||
    line.y < around.previous.y;
  return isBelowGap && around.next !== null && around.next.font === measure.bodyFont;
}

function goesOn(
  open: OpenText,
  started: OpenText,
  around: { readonly context: GroupingContext; readonly right: number },
): boolean {
  const { measure } = around.context;
  const line = started.first;
  const gap = (line.y - open.last.y) / Math.max(line.size, open.last.size);
  if (gap <= 0 || gap > Math.max(1.1, measure.lineGap) * 1.25) return false;
  if (Math.abs(line.size - open.last.size) > 0.1 * open.last.size) return false;
  if (open.kind === 'heading')
    return (
      started.level === open.level ||
      (started.kind === 'paragraph' && line.font === open.first.font)
    );
  if (started.kind !== 'paragraph') return false;
  return !isNewParagraph(open, line, around.right);
}

/** Without a gap, an indented first line or a line that ended early parts two paragraphs. */
function isNewParagraph(open: OpenText, line: Segment, right: number): boolean {
  const endedEarly = open.last.right + widthOfFirstWord(line) < right - line.size;
  if (open.kind === 'list_item') return line.x <= open.first.x + 1 && endedEarly;
  if (!/[.!?:]["'”’)]?$/.test(open.last.text)) return false;
  return endedEarly || line.x > open.last.x + 0.8 * line.size;
}

/** The next word and the space before it, which would have stood on the line above if it had had room. */
function widthOfFirstWord(line: Segment): number {
  const word = line.text.split(' ', 1)[0] ?? '';
  return ((line.right - line.x) * (word.length + 1)) / Math.max(1, line.text.length);
}

function closeText(open: OpenText, context: GroupingContext): PdfText {
  const { kind, level, text } = open;
  return { kind, level, ...finishText(text), page: context.frame.number };
}

function placeTable(table: PdfTable, frame: PageFrame): PdfTableBlock {
  const rows = table.rows.map(({ cells, font }) => ({
    cells: cells.map((segments) => placeCell(segments, frame)),
    font,
  }));
  return { kind: 'table', columns: table.columns, rows, page: frame.number };
}

function placeCell(segments: readonly Segment[], frame: PageFrame): LinedText {
  const cell = growFrom({ text: '', lines: [] });
  for (const segment of segments) appendText(cell, lineOfSegment(segment, frame), joinWords);
  return finishText(cell);
}

function joinWords(above: string, below: string): string {
  return above === '' ? below : `${above} ${below}`;
}
