import { ChunkId, DocumentId } from '../../../../contract/ids.ts';
import type { PromptChunk } from '../../../../server/generation/build-prompt.ts';

/** A chunk as retrieval numbers it; only what a test names differs from the next. */
export function promptChunk(
  marker: number,
  text: string,
  facts: Partial<PromptChunk> = {},
): PromptChunk {
  const id = `01a20952-36b3-7319-998a-${String(marker).padStart(12, '0')}`;
  return {
    marker,
    chunk_id: ChunkId.parse(id),
    content_hash: `hash-${marker}`,
    document_id: DocumentId.parse(id),
    document_version: 1,
    source: `source-${marker}`,
    title: 'Handbook',
    heading_path: [],
    page: null,
    char_start: 0,
    char_end: text.length,
    classification: 'internal',
    text,
    tokenCount: Math.ceil(text.length / 4),
    ...facts,
  };
}
