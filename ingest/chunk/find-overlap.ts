import { splitSentences } from '../../core/text/sentences.ts';
import type { Span } from '../../core/text/spans.ts';
import type { Atom, CuttingInput } from './cutting.ts';
import type { Pack } from './pack-atoms.ts';

/**
 * Where a chunk starts that repeats the end of the one before: the earliest start of a sentence, row or
 * block in that one which keeps within the overlap and the budget, or else the chunk's own start.
 */
export function findOverlap(
  input: CuttingInput,
  atoms: readonly Atom[],
  chunk: { readonly pack: Pack; readonly before: Pack | undefined },
): number {
  const { maxTokens, overlapTokens } = input.options;
  const ownStart = atoms[chunk.pack.first]?.start ?? 0;
  const end = atoms[chunk.pack.last]?.end ?? ownStart;
  if (overlapTokens <= 0 || chunk.before === undefined) return ownStart;
  const endBefore = atoms[chunk.before.last]?.end ?? ownStart;
  let earliest = ownStart;
  for (let index = chunk.before.last; index >= chunk.before.first; index -= 1) {
    const atom = atoms[index];
    if (atom === undefined || input.pieces[atom.pieceIndex]?.opensSection === true) break;
    for (const start of startsIn(input, atom).toReversed()) {
      const isFirst = index === chunk.before.first && start === atom.start;
      const isTooMuch =
        isFirst ||
        input.tokens.countBetween(start, endBefore) > overlapTokens ||
        input.tokens.countBetween(start, end) > maxTokens;
      if (isTooMuch) return earliest;
      earliest = start;
    }
  }
  return earliest;
}

function startsIn(
  { text, pieces }: CuttingInput,
  atom: Span & { readonly pieceIndex: number },
): readonly number[] {
  const kind = pieces[atom.pieceIndex]?.kind;
  if (kind === 'table_row' || kind === 'code') return [atom.start];
  return splitSentences(text.slice(atom.start, atom.end)).map(({ start }) => atom.start + start);
}
