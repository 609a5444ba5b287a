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
/** Most text is runs of ASCII, of which nothing but the white space changes. */
const PLAIN_OR_CLUSTER = /[!-~]+(?=[ -~\s]|$)|\P{M}\p{M}*|\p{M}+/gsu;
const WRAPPED_HYPHEN = /\p{Ll}[-\u2010]\r?\n[ \t]*\p{Ll}/gu;

/**
 * NFKC, one kind of dash and quote, one space for each run of white space, no soft hyphens or zero-width
 * characters, and words joined again that a line break had cut; letter case stays.
 */
export function normalizeWithOffsets(text: string): NormalizedText {
  const starts: number[] = [];
  const ends: number[] = [];
  const wraps = findWraps(text);
  let normal = '';
  for (const match of text.matchAll(wraps.size === 0 ? PLAIN_OR_CLUSTER : CLUSTER)) {
    const start = match.index;
    const end = start + match[0].length;
    if (isPlain(match[0])) {
      normal += match[0];
      for (let at = start; at < end; at += 1) {
        starts.push(at);
        ends.push(at + 1);
      }
      continue;
    }
    if (wraps.has(start) || INVISIBLE.test(match[0])) continue;
    const piece = isSpace(match[0], 0) ? ' ' : foldCluster(match[0]);
    if (piece === ' ' && normal.endsWith(' ')) {
      ends[ends.length - 1] = end;
      continue;
    }
    normal += piece;
    for (let unit = 0; unit < piece.length; unit += 1) {
      starts.push(start);
      ends.push(end);
    }
  }
  return {
    text: normal,
    toOriginal: ({ start, end }) => {
      const from = starts[start] ?? text.length;
      return { start: from, end: end > start ? (ends[end - 1] ?? text.length) : from };
    },
  };
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
