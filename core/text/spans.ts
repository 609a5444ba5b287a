/** A stretch of a text in UTF-16 code units, end exclusive: `text.slice(start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The span without white space at either end, or null when nothing is left. */
export function trimSpan(text: string, span: Span): Span | null {
  let { start, end } = span;
  while (start < end && isSpace(text, start)) start += 1;
  while (end > start && isSpace(text, end - 1)) end -= 1;
  return start < end ? { start, end } : null;
}

export function spansOverlap(left: Span, right: Span): boolean {
  return left.start < right.end && right.start < left.end;
}

/** Sorted spans in which neighbours that touch, or have only `isGap` text between them, are one. */
export function joinSpans(
  spans: readonly Span[],
  isGap: (gap: Span) => boolean = (gap) => gap.start >= gap.end,
): readonly Span[] {
  const joined: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last !== undefined && isGap({ start: last.end, end: span.start })) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/**
 * Hands out parts of a text of `length` units: `take` says whether the span was still free, and then it is
 * not any more. Each call costs the length of its span.
 */
export function takeSpans(length: number): (span: Span) => boolean {
  const taken = new Uint8Array(length);
  return ({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false;
    taken.fill(1, start, end);
    return true;
  };
}

/** U+0085 ends a line, and so is white space, though not for `\s`. */
const SPACE = /[\s\u0085]/u;

export function isSpace(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return true;
  return code > 0x7f && SPACE.test(text.charAt(index));
}
