import type { RetrievalOutcome } from '../retrieval/retrieval-outcome.ts';
import type { EvidenceWithText } from './answer-outcome.ts';

/** The selected chunks as the answer cites them: `[1]` is the best. */
export function numberEvidence(retrieval: RetrievalOutcome): readonly EvidenceWithText[] {
  return retrieval.selected.map((chunk, index) => ({
    marker: index + 1,
    chunk_id: chunk.chunk_id,
    content_hash: chunk.content_hash,
    document_id: chunk.document_id,
    document_version: chunk.document_version,
    source: chunk.source,
    title: chunk.title,
    heading_path: chunk.heading_path,
    page: chunk.page,
    char_start: chunk.char_start,
    char_end: chunk.char_end,
    classification: chunk.classification,
    text: chunk.text,
    tokenCount: chunk.token_count,
  }));
}
