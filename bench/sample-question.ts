import { ChunkId, DocumentId } from '../contract/ids.ts';
import type { PromptChunk } from '../server/generation/build-prompt.ts';

/** A question and the chunk that answers it, where a bench is about the way and not about what is asked. */
export const LEAVE_QUESTION = 'How many days of annual leave does every employee have?';
export const LEAVE_CHUNK: PromptChunk = {
  marker: 1,
  chunk_id: ChunkId.parse('01a20952-36b3-7319-998a-000000000001'),
  content_hash: 'bench',
  document_id: DocumentId.parse('01a20952-36b3-7319-998a-000000000002'),
  document_version: 1,
  source: 'leave.md',
  title: 'Leave policy',
  heading_path: ['Annual leave'],
  page: null,
  char_start: 0,
  char_end: 64,
  classification: 'internal',
  text: 'Every employee has 27 days of annual leave in a calendar year.',
  tokenCount: 14,
};
