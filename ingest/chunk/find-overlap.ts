import { splitSentences } from '../../core/text/sentences.ts';
import { countTokens } from '../../core/token-count.ts';
import type { Cursor, CuttingInput, Filling } from './cutting.ts';

/**
 * Where the end of a chunk begins that the next one repeats: the earliest start of a sentence, row or
 * block in it that keeps within the overlap, or null when its last sentence alone is longer.
 */
export function findOverlap(input: CuttingInput, chunk: Filling): Cursor | null {
  let earliest: Cursor | null = null;
  for (const start of startsIn(input, chunk).toReversed()) {
    if (start.from <= chunk.start.from) break;
    const overlap = input.text.slice(start.from, chunk.end);
    if (countTokens(overlap) > input.options.overlapTokens) break;
    earliest = start;
  }
  return earliest;
}

function startsIn({ text, pieces }: CuttingInput, chunk: Filling): readonly Cursor[] {
  const starts: Cursor[] = [];
  for (let index = chunk.start.index; index <= chunk.lastIndex; index += 1) {
    const piece = pieces[index];
    if (piece === undefined || piece.opensSection) continue;
    if (piece.kind === 'table_row' || piece.kind === 'code') {
      starts.push({ index, from: piece.start });
      continue;
    }
    const from = Math.max(piece.start, chunk.start.from);
    for (const sentence of splitSentences(text.slice(from, Math.min(piece.end, chunk.end))))
      starts.push({ index, from: from + sentence.start });
  }
  return starts;
}
