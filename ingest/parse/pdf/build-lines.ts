import { largest, smallest } from './page-frame.ts';
import type { TextItem } from './read-text-items.ts';

/** A stretch of text on one baseline without a wide gap: a line of a column, or a cell of a table. */
export interface Segment {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  /** The baseline of its longest run. */
  readonly y: number;
  readonly top: number;
  readonly bottom: number;
  readonly size: number;
  /** The font of its longest run. */
  readonly font: string;
  readonly hasOneFont: boolean;
  /** The runs it was built from. */
  readonly items: readonly TextItem[];
}

/** Everything on one baseline, from left to right. */
export interface Line {
  readonly y: number;
  readonly size: number;
  readonly segments: readonly Segment[];
}

/** Wider than the spaces of justified text, narrower than the gutter of most tables and columns. */
const SEGMENT_GAP_EMS = 0.85;
const START_TOLERANCE = 1;
const WORD_GAP_EMS = 0.17;
const LIST_MARKER = /^(?:[•●▪◦‣■□○▸➢\uf0b7\uf0a7*–-]|\(?(?:\d{1,3}|[a-z])[.)])$/i;

/** Sorts a page's items into lines from top to bottom. */
export function buildLines(items: readonly TextItem[]): readonly Line[] {
  return groupByBaseline(items).flatMap((group) => {
    const segments = buildSegments(group);
    if (segments.length === 0) return [];
    return [{ y: baselineOf(group), size: largest(segments.map(({ size }) => size)), segments }];
  });
}

export function textOfLine(line: Line): string {
  return line.segments.map((segment) => segment.text).join(' ');
}

/** Joins the segments of a line into one. */
export function joinSegments(segments: readonly Segment[]): Segment {
  const [first, ...others] = segments;
  if (first === undefined) throw new Error('A line has at least one segment');
  if (others.length === 0) return first;
  return others.reduce(
    (joined, next) => ({
      ...joined,
      text: `${joined.text} ${next.text}`,
      right: Math.max(joined.right, next.right),
      top: Math.min(joined.top, next.top),
      bottom: Math.max(joined.bottom, next.bottom),
      hasOneFont: joined.hasOneFont && next.hasOneFont && joined.font === next.font,
      items: [...joined.items, ...next.items],
    }),
    first,
  );
}

/** Cuts a segment in front of each of its runs that starts at one of the given places. */
export function splitSegmentAt(segment: Segment, starts: readonly number[]): readonly Segment[] {
  const groups: TextItem[][] = [];
  for (const item of segment.items) {
    const startsCell = starts.some((start) => Math.abs(start - item.x) < START_TOLERANCE);
    const current = groups.at(-1);
    if (current === undefined || startsCell) groups.push([item]);
    else current.push(item);
  }
  return groups.map(writeSegment).filter(({ text }) => text !== '');
}

function groupByBaseline(items: readonly TextItem[]): readonly (readonly TextItem[])[] {
  const printed = items.filter((item) => item.text.trim() !== '');
  const groups: TextItem[][] = [];
  for (const item of printed.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const group = groups.at(-1);
    const previous = group?.at(-1);
    const isSameLine =
      previous !== undefined && item.y - previous.y < 0.4 * Math.min(previous.size, item.size);
    if (isSameLine) group?.push(item);
    else groups.push([item]);
  }
  return groups;
}

function buildSegments(group: readonly TextItem[]): readonly Segment[] {
  const segments: TextItem[][] = [];
  for (const item of group.toSorted((a, b) => a.x - b.x)) {
    const current = segments.at(-1);
    if (current === undefined || startsSegment(current, item)) segments.push([item]);
    else current.push(item);
  }
  return segments.map(writeSegment).filter(({ text }) => text !== '');
}

function startsSegment(current: readonly TextItem[], item: TextItem): boolean {
  const previous = current.at(-1);
  if (previous === undefined) return true;
  const isAfterMarker = current.length === 1 && LIST_MARKER.test(previous.text.trim());
  const gapEms = (item.x - previous.right) / Math.max(previous.size, item.size);
  return gapEms > (isAfterMarker ? 4 * SEGMENT_GAP_EMS : SEGMENT_GAP_EMS);
}

function writeSegment(items: readonly TextItem[]): Segment {
  let text = '';
  let right = -Infinity;
  for (const [index, item] of items.entries()) {
    if (isDrawnTwice(items[index - 1], item)) continue;
    const needsSpace = text !== '' && item.x - right > WORD_GAP_EMS * item.size;
    text += needsSpace && !/\s$/.test(text) ? ` ${item.text}` : item.text;
    right = Math.max(right, item.right);
  }
  const main = items.reduce((longest, item) =>
    item.text.length > longest.text.length ? item : longest,
  );
  const x = items[0]?.x ?? 0;
  return {
    text: cleanText(text),
    x,
    right,
    y: main.y,
    top: smallest(items.map((item) => item.y - item.ascent)),
    bottom: largest(items.map((item) => item.y + item.descent)),
    size: main.size,
    font: main.font,
    hasOneFont: items.every((item) => item.font === main.font),
    items,
  };
}

/** As it can be stored: the text's offsets are counted from here on, so nothing may change it later. */
function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim();
}

/** Some programs imitate bold type by drawing the same text again a hair to the right. */
function isDrawnTwice(previous: TextItem | undefined, item: TextItem): boolean {
  return previous?.text === item.text && item.x - previous.x < 0.1 * item.size;
}

function baselineOf(group: readonly TextItem[]): number {
  const longest = group.reduce((best, item) => (item.text.length > best.text.length ? item : best));
  return longest.y;
}
