import { joinSegments, type Line, type Segment } from './build-lines.ts';
import { largest, smallest } from './page-frame.ts';

const MIN_COLUMN_LINES = 5;
/** One line across a gutter speaks more against it than one beside it speaks for it. */
const CROSSING_WEIGHT = 2;
const MIN_FILL = 0.6;
const MIN_COLUMN_CHARS = 18;
const MIN_RUNNING_SHARE = 0.25;
/** Baselines of prose are closer than this, in type sizes; the rows of most tables are not. */
const MAX_LINE_GAP = 1.7;
const SCAN_STEP = 3;
const MAX_COLUMN_DEPTH = 3;

/**
 * Brings a page's lines into reading order: where text runs in columns, the left one is read before the
 * right one, band by band between lines that cross the gutter. Tables keep their rows.
 */
export function orderColumns(lines: readonly Line[], depth = 0): readonly (readonly Line[])[] {
  const gutter = depth < MAX_COLUMN_DEPTH ? findGutter(lines) : null;
  if (gutter === null) return lines.length > 0 ? [lines] : [];
  const regions: (readonly Line[])[] = [];
  let plain: Line[] = [];
  for (const band of splitBands(lines, gutter)) {
    const columns = [
      sideOf(band.lines, (segment) => segment.right <= gutter),
      sideOf(band.lines, (segment) => segment.x >= gutter),
    ].map((side) => ({ side, ordered: orderColumns(side, depth + 1) }));
    const isText = columns.every(({ side, ordered }) => ordered.length > 1 || isProse(side));
    if (!band.isSplit || !isText) {
      plain.push(...band.lines);
      continue;
    }
    if (plain.length > 0) regions.push(plain);
    plain = [];
    regions.push(...columns.flatMap(({ ordered }) => ordered));
  }
  return plain.length > 0 ? [...regions, plain] : regions;
}

/** The place that most segments respect, if the text on both sides of it could be columns at all. */
function findGutter(lines: readonly Line[]): number | null {
  const segments = lines.flatMap((line) => line.segments);
  const left = smallest(segments.map((segment) => segment.x));
  const right = largest(segments.map((segment) => segment.right));
  let best: { readonly x: number; readonly score: number } | null = null;
  for (let x = left + 0.2 * (right - left); x < left + 0.8 * (right - left); x += SCAN_STEP) {
    const before = segments.filter((segment) => segment.right <= x);
    const after = segments.filter((segment) => segment.x >= x);
    const crossing = segments.length - before.length - after.length;
    if (Math.min(before.length, after.length) < MIN_COLUMN_LINES) continue;
    const score = Math.min(before.length, after.length) - CROSSING_WEIGHT * crossing;
    if (score > (best?.score ?? 0)) best = { x, score };
  }
  return best?.x ?? null;
}

interface Band {
  readonly isSplit: boolean;
  readonly lines: Line[];
}

function splitBands(lines: readonly Line[], gutter: number): readonly Band[] {
  const bands: Band[] = [];
  for (const line of lines) {
    const isSplit = line.segments.every(
      (segment) => segment.right <= gutter || segment.x >= gutter,
    );
    const band = bands.at(-1);
    if (band?.isSplit === isSplit) band.lines.push(line);
    else if (band?.isSplit === true)
      bands.push({ isSplit, lines: [...takeTail(band, gutter), line] });
    else bands.push({ isSplit, lines: [line] });
  }
  return bands;
}

/** Short lines below both columns, such as a heading, belong to what follows across the page. */
function takeTail(band: Band, gutter: number): readonly Line[] {
  const lastRight = band.lines.findLastIndex((line) =>
    line.segments.some((segment) => segment.x >= gutter),
  );
  const start = band.lines.findIndex((line, index) => {
    const above = band.lines[index - 1];
    return index > lastRight && above !== undefined && gapBelow(above, line) > MAX_LINE_GAP;
  });
  return start < 0 ? [] : band.lines.splice(start);
}

function gapBelow(above: Line, line: Line): number {
  return (line.y - above.y) / line.size;
}

function sideOf(lines: readonly Line[], isOnSide: (segment: Segment) => boolean): readonly Line[] {
  return lines
    .map((line) => ({ ...line, segments: line.segments.filter(isOnSide) }))
    .filter((line) => line.segments.length > 0);
}

/**
 * Lines of prose are close together, nearly fill their column, and often begin within a sentence; the
 * cells of a table do not.
 */
function isProse(column: readonly Line[]): boolean {
  if (column.length < MIN_COLUMN_LINES) return false;
  const gaps = column.slice(1).map((line, index) => gapBelow(column[index] ?? line, line));
  if (median(gaps) > MAX_LINE_GAP) return false;
  const rows = column.map((line) => joinSegments(line.segments));
  const left = smallest(rows.map((row) => row.x));
  const width = largest(rows.map((row) => row.right)) - left;
  const fill = median(rows.map((row) => (row.right - row.x) / width));
  const running = rows.filter((row) => /^[\p{Ll}\p{Lo}]/u.test(row.text)).length;
  return (
    fill >= MIN_FILL &&
    running >= MIN_RUNNING_SHARE * rows.length &&
    median(rows.map((row) => row.text.length)) >= MIN_COLUMN_CHARS
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
