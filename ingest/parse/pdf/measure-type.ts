import { type Line, textOfLine } from './build-lines.ts';
import { median } from './order-columns.ts';

/** What is ordinary in a document, so that what stands out can be told. */
export interface TypeMeasure {
  readonly bodySize: number;
  readonly bodyFont: string;
  /** Distance of the baselines of a paragraph, in type sizes. */
  readonly lineGap: number;
  /** Sizes of headings from the largest down; the place in the list is the level less one. */
  readonly headingSizes: readonly number[];
}

const HEADING_RATIO = 1.12;
const MAX_HEADING_SIZES = 5;
const MAX_HEADING_CHARS = 200;

export function measureType(lines: readonly Line[]): TypeMeasure {
  const sizes = new Map<number, number>();
  const fonts = new Map<string, number>();
  for (const segment of lines.flatMap((line) => line.segments)) {
    count(sizes, roundSize(segment.size), segment.text.length);
    count(fonts, segment.font, segment.text.length);
  }
  const bodySize = mostFrequent(sizes) ?? 10;
  const headingSizes = lines
    .filter((line) => textOfLine(line).length <= MAX_HEADING_CHARS)
    .map((line) => roundSize(line.size))
    .filter((size) => size >= bodySize * HEADING_RATIO);
  return {
    bodySize,
    bodyFont: mostFrequent(fonts) ?? '',
    lineGap: measureLineGap(lines, bodySize),
    headingSizes: [...new Set(headingSizes)].toSorted((a, b) => b - a).slice(0, MAX_HEADING_SIZES),
  };
}

/** How a line differs from ordinary text as a heading does: it is larger, or at least as large in another font. */
export function standsOut(measure: TypeMeasure, line: Line): 'size' | 'font' | null {
  if (line.size >= measure.bodySize * HEADING_RATIO) return 'size';
  const isOther = line.segments.every(({ font }) => font !== measure.bodyFont);
  return isOther && line.size >= measure.bodySize * 0.97 ? 'font' : null;
}

/** The level of a line by its size, or null for the size of ordinary text and below. */
export function levelOfSize(measure: TypeMeasure, size: number): number | null {
  if (size < measure.bodySize * HEADING_RATIO) return null;
  const place = measure.headingSizes.findIndex((known) => known <= roundSize(size) + 0.01);
  return place < 0 ? measure.headingSizes.length + 1 : place + 1;
}

/** Lines of one paragraph are the closest that occur often, so the lower quartile is theirs. */
function measureLineGap(lines: readonly Line[], bodySize: number): number {
  const gaps: number[] = [];
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1];
    if (previous === undefined || Math.abs(line.size - bodySize) > 0.5) continue;
    const gap = (line.y - previous.y) / bodySize;
    if (gap > 0.8 && gap < 3) gaps.push(gap);
  }
  if (gaps.length === 0) return 1.3;
  const middle = median(gaps);
  return median(gaps.filter((gap) => gap <= middle));
}

function count<Key>(counts: Map<Key, number>, key: Key, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

function mostFrequent<Key>(counts: ReadonlyMap<Key, number>): Key | null {
  let best: readonly [Key, number] | null = null;
  for (const entry of counts) if (entry[1] > (best?.[1] ?? 0)) best = entry;
  return best?.[0] ?? null;
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}
