import type { Candidate } from '../../contract/retrieval.ts';
import type { CandidateChunk } from '../../db/queries/find-candidate-chunks.ts';

/** What a candidate says of its chunk, whatever became of it. */
export function identifyChunk(chunk: CandidateChunk) {
  return {
    chunk_id: chunk.chunkId,
    content_hash: chunk.contentHash,
    document_id: chunk.documentId,
    document_version: chunk.documentVersion,
    title: chunk.title,
    source: chunk.source,
    heading_path: [...chunk.headingPath],
    page: chunk.page,
    char_start: chunk.charStart,
    char_end: chunk.charEnd,
    token_count: chunk.tokenCount,
    text: chunk.text,
  } satisfies Partial<Candidate>;
}
