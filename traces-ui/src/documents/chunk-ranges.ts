import type { VersionChunk } from '../../../contract/document-version.ts';
import type { MarkKind } from '../ui/mark-kind.ts';
import type { TextRange } from '../ui/split-text.ts';

/** The borders of a version's chunks, neighbours told apart, and the chosen one highlighted. */
export function chunkRanges(
  chunks: readonly VersionChunk[],
  selected: string | undefined,
): readonly TextRange<MarkKind>[] {
  return chunks.map((chunk, index) => ({
    start: chunk.char_start,
    end: chunk.char_end,
    label: chunk.chunk_id === selected ? 'strong' : parity(index),
  }));
}

function parity(index: number): 'odd' | 'even' {
  return index % 2 === 0 ? 'even' : 'odd';
}
