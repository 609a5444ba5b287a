import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { TraceChunk } from '../../../contract/trace-chunk.ts';
import type { Evidence } from '../../../contract/verification.ts';

/** A chunk of the trace as it was: its place in its document, and its frozen text if it may be read. */
export interface FrozenChunk {
  readonly candidate: LedgerEntry;
  readonly text: string | null;
}

export function indexFrozenChunks(
  candidates: readonly LedgerEntry[],
  chunks: readonly TraceChunk[],
): ReadonlyMap<string, FrozenChunk> {
  const texts = new Map<string, string | null>(chunks.map((chunk) => [chunk.chunk_id, chunk.text]));
  return new Map(
    candidates.map((candidate) => [
      candidate.chunk_id,
      { candidate, text: texts.get(candidate.chunk_id) ?? null },
    ]),
  );
}

/** The words of an evidence span, cut from the chunk's frozen text; null where it may not be read. */
export function excerptEvidence(evidence: Evidence, chunk: FrozenChunk | undefined): string | null {
  if (chunk === undefined || chunk.text === null) return null;
  const offset = chunk.candidate.char_start;
  return chunk.text.slice(Math.max(0, evidence.char_start - offset), evidence.char_end - offset);
}
