import type { Span } from '../../core/text/spans.ts';

/** One in so many places at which a run may be cut is a place at which it is. */
const PLACES_PER_CUT = 16;
const MAX_PART_UNITS = 32;
/** Letters of the commonest scripts that never join with a neighbour to one visible character. */
const STANDS_ALONE =
  /[\u0021-\u007e\u00a1-\u00ac\u00ae-\u024f\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]/;
/** A visible character of more units, which only a prank has, is cut. */
const MAX_GRAPHEME_UNITS = 64;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cuts a run without white space between what a reader sees as characters, at places that its own letters
 * choose, so that a letter more or less moves no cut but those next to it.
 */
export function splitRun(text: string, span: Span): readonly Span[] {
  const parts: Span[] = [];
  let start = span.start;
  for (const place of placesIn(text, span)) {
    const isLong = place - start >= MAX_PART_UNITS;
    if (!isLong && hashBefore(text, place) % PLACES_PER_CUT !== 0) continue;
    parts.push({ start, end: place });
    start = place;
  }
  if (start < span.end) parts.push({ start, end: span.end });
  return parts;
}

/** Where visible characters end, but for the last. */
function* placesIn(text: string, span: Span): Generator<number> {
  let place = endOfGrapheme(text, span);
  while (place < span.end) {
    yield place;
    place = endOfGrapheme(text, { start: place, end: span.end });
  }
}

function endOfGrapheme(text: string, { start, end }: Span): number {
  const next = start + 1;
  const isAlone = STANDS_ALONE.test(text.charAt(start));
  if (isAlone && (next === end || STANDS_ALONE.test(text.charAt(next)))) return next;
  const window = text.slice(start, Math.min(end, start + MAX_GRAPHEME_UNITS));
  for (const { segment } of graphemes.segment(window)) return start + segment.length;
  return next;
}

/** Of the four units before a place, as in a rolling hash. */
function hashBefore(text: string, place: number): number {
  let hash = 0;
  for (let index = Math.max(0, place - 4); index < place; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) >>> 0;
  return Math.imul(hash, 0x9e3779b1) >>> 16;
}
