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
  const windowEnd = Math.min(piece.end, piece.start + chunk.maxTokens * MAX_CHARS_PER_TOKEN);
  const window = { text: text.slice(piece.start, windowEnd), isWhole: windowEnd === piece.end };
  let firstPart: Cut | null = null;
  for (const splitParts of splittersFor(piece.kind)) {
    const cuts = cutsBetween(splitParts(window.text), window.isWhole).map((cut) => ({
      end: piece.start + cut.end,
      nextStart: piece.start + cut.nextStart,
    }));
    firstPart = cuts[0] ?? firstPart;
    const best = findLastWithin(cuts, (cut) => {
      return countTokens(text.slice(chunk.start, cut.end)) <= chunk.maxTokens;
    });
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

/** Binary search for the last cut that fits, given that cuts that fit come before those that do not. */
function findLastWithin(cuts: readonly Cut[], fits: (cut: Cut) => boolean): Cut | null {
  let best: Cut | null = null;
  let low = 0;
  let high = cuts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const cut = cuts[middle];
    if (cut !== undefined && fits(cut)) {
      best = cut;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best;
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
