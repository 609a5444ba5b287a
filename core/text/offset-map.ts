import { isSpace } from './spans.ts';
import type { Span } from './spans.ts';

/** A text made comparable, and the way back from each stretch of it to the original's offsets. */
export interface NormalizedText {
  readonly text: string;
  /** The span of the original that a span of `text` was made from. */
  readonly toOriginal: (span: Span) => Span;
}

const INVISIBLE = /^[\u00ad\u200b-\u200f\u2060\ufeff]$/u;
const DASH = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu;
const SINGLE_QUOTE = /[\u2018-\u201b\u2032\u00b4]/gu;
const DOUBLE_QUOTE = /[\u201c-\u201f\u2033\u00ab\u00bb]/gu;
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gsu;
/** Most text is words of ASCII with single spaces between them, of which nothing changes. */
const PLAIN_OR_CLUSTER = /[!-~]+(?: [!-~]+)*(?=[ -~\s]|$)|\P{M}\p{M}*|\p{M}+/gsu;
const WRAPPED_HYPHEN = /\p{Ll}[-\u2010]\r?\n[ \t]*\p{Ll}/gu;

/** A stretch of the normal text. `isPlain` is the original's, character by character; the other is made from all of it. */
interface Piece extends Span {
  /** Where it stands in the normal text. */
  readonly at: number;
  readonly isPlain: boolean;
}

/**
 * NFKC, one kind of dash and quote, one space for each run of white space, no soft hyphens or zero-width
 * characters, and words joined again that a line break had cut; letter case stays.
 */
export function normalizeWithOffsets(text: string): NormalizedText {
  const pieces: Piece[] = [];
  const wraps = findWraps(text);
  let normal = '';
  const add = (piece: string, span: Span, isPlain: boolean) => {
    pieces.push({ start: span.start, end: span.end, at: normal.length, isPlain });
    normal += piece;
  };
  for (const match of text.matchAll(wraps.size === 0 ? PLAIN_OR_CLUSTER : CLUSTER)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (isPlain(match[0])) {
      add(match[0], span, true);
      continue;
    }
    if (wraps.has(span.start) || INVISIBLE.test(match[0])) continue;
    const piece = isSpace(match[0], 0) ? ' ' : foldCluster(match[0]);
    const last = pieces.at(-1);
    if (piece === ' ' && normal.endsWith(' ') && last !== undefined) {
      pieces[pieces.length - 1] = { ...last, end: span.end };
    } else if (piece !== '') add(piece, span, false);
  }
  const originalOf = (at: number): Span | null => {
    const piece = at < normal.length ? findPiece(pieces, at) : undefined;
    if (piece === undefined) return null;
    const start = piece.start + at - piece.at;
    return piece.isPlain ? { start, end: start + 1 } : piece;
  };
  return {
    text: normal,
    toOriginal: ({ start, end }) => {
      const from = originalOf(start)?.start ?? text.length;
      return { start: from, end: end > start ? (originalOf(end - 1)?.end ?? text.length) : from };
    },
  };
}

/** The one that holds a character of the normal text. */
function findPiece(pieces: readonly Piece[], at: number): Piece | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((pieces[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low];
}

/** The same text without the way back. */
export function normalizeText(text: string): string {
  return normalizeWithOffsets(text).text;
}

/** Longer than a character only where it is a run of ASCII. */
function isPlain(cluster: string): boolean {
  const first = cluster.charCodeAt(0);
  return cluster.length > 1 && first > 0x20 && first < 0x7f && cluster.charCodeAt(1) < 0x7f;
}

function foldCluster(cluster: string): string {
  const code = cluster.charCodeAt(0);
  if (cluster.length === 1 && code < 0x80) return cluster;
  return cluster
    .normalize('NFKC')
    .replaceAll(DASH, '-')
    .replaceAll(SINGLE_QUOTE, "'")
    .replaceAll(DOUBLE_QUOTE, '"');
}

/** The offsets of hyphens and white space that only a line break put into a word. */
function findWraps(text: string): ReadonlySet<number> {
  const offsets = new Set<number>();
  for (const match of text.matchAll(WRAPPED_HYPHEN)) {
    for (let at = match.index + 1; at < match.index + match[0].length - 1; at += 1) offsets.add(at);
  }
  return offsets;
}
