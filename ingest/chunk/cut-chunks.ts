import { countTokens } from '../../core/token-count.ts';
import { cutPiece, MAX_CHARS_PER_TOKEN } from './cut-piece.ts';
import { findOverlap } from './find-overlap.ts';
import type { ChunkSpan, Cursor, CuttingInput, Filling } from './cutting.ts';
import type { Piece } from './read-pieces.ts';

/** A blank line between two blocks, and a token that may not merge across it. */
const SEPARATOR_TOKENS = 2;

/** Cuts the pieces in one pass from first to last; every step works on a bounded stretch of text. */
export function cutChunks(input: CuttingInput): readonly ChunkSpan[] {
  const spans: ChunkSpan[] = [];
  let cursor = startOf(input, 0);
  let overlap: Cursor | null = null;
  while (cursor.index < input.pieces.length) {
    const filling: Filling =
      (overlap === null ? null : fillWhole(input, cursor, overlap)) ??
      fillWhole(input, cursor, cursor) ??
      (overlap === null ? null : fillWithCut(input, cursor, overlap)) ??
      fillWithCut(input, cursor, cursor) ??
      fillWithHeadings(input, cursor);
    spans.push(describeSpan(input, filling));
    overlap = overlapAfter(input, filling);
    cursor = filling.next;
  }
  return spans;
}

/** As many whole pieces as fit, or null when not even the first text below the headings does. */
function fillWhole(input: CuttingInput, cursor: Cursor, start: Cursor): Filling | null {
  const { text, pieces, options } = input;
  const fillings: Filling[] = [];
  let tokenCount = start.from < cursor.from ? countTokens(text.slice(start.from, cursor.from)) : 0;
  for (let index = cursor.index; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || (piece.opensSection && fillings.length > 0)) break;
    const from = index === cursor.index ? cursor.from : piece.start;
    if (index > cursor.index) tokenCount += SEPARATOR_TOKENS;
    tokenCount += countUpTo(input, from, piece.end);
    if (tokenCount > options.maxTokens) break;
    if (piece.opensSection) continue;
    fillings.push({ start, end: piece.end, lastIndex: index, next: startOf(input, index + 1) });
  }
  // The parts' sum is nearly always at least the whole's count; where it is not, a piece waits.
  return (
    fillings.findLast(({ end }) => countUpTo(input, start.from, end) <= input.options.maxTokens) ??
    null
  );
}

/** What stands before the next text with as much of that text as fits, or null when none of it does. */
function fillWithCut(input: CuttingInput, cursor: Cursor, start: Cursor): Filling | null {
  const index = firstTextFrom(input.pieces, cursor.index);
  const piece = input.pieces[index];
  if (piece === undefined) return null;
  const from = index === cursor.index ? cursor.from : piece.start;
  const cut = cutPiece(
    input.text,
    { ...piece, start: from },
    { start: start.from, maxTokens: input.options.maxTokens },
  );
  if (cut === null) return null;
  const isDone = cut.nextStart >= piece.end;
  const next = isDone ? startOf(input, index + 1) : { index, from: cut.nextStart };
  return { start, end: cut.end, lastIndex: index, next };
}

/** Headings that fill the budget stand alone rather than be lost. */
function fillWithHeadings(input: CuttingInput, cursor: Cursor): Filling {
  const index = firstTextFrom(input.pieces, cursor.index);
  const lastIndex = Math.max(cursor.index, index - 1);
  const end = input.pieces[lastIndex]?.end ?? input.text.length;
  return { start: cursor, end, lastIndex, next: startOf(input, lastIndex + 1) };
}

function firstTextFrom(pieces: readonly Piece[], from: number): number {
  let index = from;
  while (pieces[index]?.opensSection === true) index += 1;
  return index;
}

function overlapAfter(input: CuttingInput, filling: Filling): Cursor | null {
  const following = input.pieces[filling.next.index];
  if (input.options.overlapTokens <= 0 || following === undefined) return null;
  return following.opensSection ? null : findOverlap(input, filling);
}

function describeSpan({ pieces }: CuttingInput, { start, end, lastIndex }: Filling): ChunkSpan {
  const covered = pieces.slice(start.index, lastIndex + 1);
  const named = covered.find((piece) => !piece.opensSection) ?? covered.at(-1);
  return {
    start: start.from,
    end,
    headingPath: named?.headingPath ?? [],
    page: covered[0]?.page ?? null,
  };
}

/** The exact count, or one above the budget for a stretch that is plainly too long. */
function countUpTo(input: CuttingInput, start: number, end: number): number {
  const { maxTokens } = input.options;
  if (end - start > maxTokens * MAX_CHARS_PER_TOKEN) return maxTokens + 1;
  return countTokens(input.text.slice(start, end));
}

function startOf(input: CuttingInput, index: number): Cursor {
  return { index, from: input.pieces[index]?.start ?? input.text.length };
}
