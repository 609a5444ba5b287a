import type { Segment } from './build-lines.ts';
import type { JoinLines } from './mend-hyphens.ts';
import { type PageFrame, turnBack } from './page-frame.ts';

/** Where a part of a text stands: points from the top left corner of a page as it is shown. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A text and the printed lines it was put together from, in order and apart. */
export interface LinedText {
  readonly text: string;
  readonly lines: readonly LineSpan[];
}

/** A text that is still growing; in parts, since a paragraph can run over all pages of a long document. */
export interface GrowingText {
  readonly parts: string[];
  readonly lines: LineSpan[];
  length: number;
}

/** The text of a segment, or what is written in its place, with its box. */
export function lineOfSegment(segment: Segment, frame: PageFrame, text = segment.text): LinedText {
  const { left, top, right, bottom } = turnBack(frame, {
    left: segment.x,
    top: segment.top,
    right: segment.right,
    bottom: segment.bottom,
  });
  const box = { page: frame.number, x: left, y: top, width: right - left, height: bottom - top };
  return { text, lines: [{ start: 0, end: text.length, ...box }] };
}

export function growFrom({ text, lines }: LinedText): GrowingText {
  return { parts: [text], lines: [...lines], length: text.length };
}

/** Puts a text behind another; a joiner may take the other's last character, and keeps all of the new one. */
export function appendText(growing: GrowingText, below: LinedText, join: JoinLines): void {
  const above = growing.parts.pop() ?? '';
  const joined = join(above, below.text);
  const kept = joined.slice(0, joined.length - below.text.length);
  growing.parts.push(kept, below.text);
  const start = growing.length - above.length + kept.length;
  growing.length = start + below.text.length;
  const last = growing.lines.at(-1);
  if (last !== undefined && last.end > start)
    growing.lines[growing.lines.length - 1] = { ...last, end: start };
  for (const line of below.lines) growing.lines.push(shiftLine(line, start));
}

/** The last part that was appended. */
export function endOfText(growing: GrowingText): string {
  return growing.parts.at(-1) ?? '';
}

export function finishText({ parts, lines }: GrowingText): LinedText {
  return { text: parts.join(''), lines };
}

export function shiftLine<Span extends LineSpan>(line: Span, by: number): Span {
  return { ...line, start: line.start + by, end: line.end + by };
}
