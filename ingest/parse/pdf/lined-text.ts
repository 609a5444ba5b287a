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

/** A text that is still growing. */
export interface GrowingText {
  text: string;
  lines: LineSpan[];
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

/** Puts a text behind another; a joiner may take the other's last character, and keeps all of the new one. */
export function appendText(growing: GrowingText, below: LinedText, join: JoinLines): void {
  const above = growing.text;
  growing.text = join(above, below.text);
  const start = growing.text.length - below.text.length;
  const last = growing.lines.at(-1);
  if (last !== undefined && last.end > start)
    growing.lines[growing.lines.length - 1] = { ...last, end: start };
  for (const line of below.lines) growing.lines.push(shiftLine(line, start));
}

export function shiftLine<Span extends LineSpan>(line: Span, by: number): Span {
  return { ...line, start: line.start + by, end: line.end + by };
}
