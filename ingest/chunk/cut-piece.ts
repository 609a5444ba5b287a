import { splitSentences } from '../../core/text/sentences.ts';
import { countTokens } from '../../core/token-count.ts';
import type { BlockKind } from '../parse/parsed-document.ts';

export interface Cut {
  /** Where the chunk ends. */
  readonly end: number;
  /** Where the rest of the piece begins, behind the white space at the cut. */
  readonly nextStart: number;
}

/** Prose has 4 to 5 characters a token; a stretch above this is taken to exceed its budget uncounted. */
export const MAX_CHARS_PER_TOKEN = 16;

/** How much of a long piece is looked at for one cut. */
const WINDOW_CHARS_PER_TOKEN = 8;
const USUAL_CHARS_PER_TOKEN = 4.5;
/** After so many guesses the rest is halved, which is sure to end. */
const MAX_GUESSES = 6;
const FULL_SHARE = 0.97;

interface CuttablePiece {
  readonly kind: BlockKind;
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the last good place in a piece at which the chunk that began at `chunk.start` stays within its
 * budget. Null when what the chunk already holds leaves no room for a single character of it.
 */
export function cutPiece(
  text: string,
  piece: CuttablePiece,
  chunk: { readonly start: number; readonly maxTokens: number },
): Cut | null {
  const windowEnd = Math.min(piece.end, piece.start + chunk.maxTokens * WINDOW_CHARS_PER_TOKEN);
  const window = { text: text.slice(piece.start, windowEnd), isWhole: windowEnd === piece.end };
  let firstPart: Cut | null = null;
  for (const splitParts of splittersFor(piece.kind)) {
    const cuts = cutsBetween(splitParts(window.text), window.isWhole).map((cut) => ({
      end: piece.start + cut.end,
      nextStart: piece.start + cut.nextStart,
    }));
    firstPart = cuts[0] ?? firstPart;
    const best = findLastWithin(text, cuts, chunk);
    if (best !== null) return best;
  }
  const hasTextBefore = chunk.start < piece.start;
  return hasTextBefore ? null : (firstPart ?? { end: windowEnd, nextStart: windowEnd });
}

interface Part {
  readonly start: number;
  readonly end: number;
}
type SplitParts = (text: string) => readonly Part[];

/** From the best place to cut to the worst. */
function splittersFor(kind: BlockKind): readonly SplitParts[] {
  const anywhere = [splitWords, splitGraphemes, splitCodePoints];
  if (kind === 'table_row') return [splitCells, splitSentences, ...anywhere];
  return [kind === 'code' ? splitLines : splitSentences, ...anywhere];
}

/** A cut lies behind each part but the last, which may have been cut short by the window. */
function cutsBetween(parts: readonly Part[], isWhole: boolean): readonly Cut[] {
  const cuts: Cut[] = [];
  for (const [index, part] of parts.entries()) {
    const following = parts[index + 1];
    if (following !== undefined) cuts.push({ end: part.end, nextStart: following.start });
    else if (isWhole) cuts.push({ end: part.end, nextStart: part.end });
  }
  return cuts;
}

/**
 * The last cut that fits, or one that fills the budget nearly: each guess follows from how many characters
 * a token had in the one before, since counting is what cutting takes its time for.
 */
function findLastWithin(
  text: string,
  cuts: readonly Cut[],
  chunk: { readonly start: number; readonly maxTokens: number },
): Cut | null {
  let best: Cut | null = null;
  let low = 0;
  let high = cuts.length - 1;
  let charsPerToken = USUAL_CHARS_PER_TOKEN;
  for (let guessCount = 0; low <= high; guessCount += 1) {
    const target = chunk.start + chunk.maxTokens * charsPerToken;
    const guess = guessCount < MAX_GUESSES ? lastEndingBy(cuts, target) : (low + high) >> 1;
    const index = Math.min(high, Math.max(low, guess));
    const cut = cuts[index];
    if (cut === undefined) break;
    const tokenCount = countTokens(text.slice(chunk.start, cut.end));
    charsPerToken = (cut.end - chunk.start) / Math.max(1, tokenCount);
    if (tokenCount > chunk.maxTokens) high = index - 1;
    else {
      best = cut;
      low = index + 1;
      if (tokenCount >= chunk.maxTokens * FULL_SHARE) break;
    }
  }
  return best;
}

/** The index of the last cut that ends at a place or before it; -1 when there is none. */
function lastEndingBy(cuts: readonly Cut[], place: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cuts[middle]?.end ?? Infinity) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function splitCells(text: string): readonly Part[] {
  return partsMatching(text, /\S.*?(?:;(?=\s)|$)/gs);
}

function splitLines(text: string): readonly Part[] {
  return partsMatching(text, /[^\n]+/g);
}

function splitWords(text: string): readonly Part[] {
  return partsMatching(text, /\S+/g);
}

function splitGraphemes(text: string): readonly Part[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ index, segment }) => ({
    start: index,
    end: index + segment.length,
  }));
}

function splitCodePoints(text: string): readonly Part[] {
  return partsMatching(text, /./gsu);
}

function partsMatching(text: string, pattern: RegExp): readonly Part[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
