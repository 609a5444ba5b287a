import type { ChunkId, DocumentId, WorkspaceId } from '../contract/ids.ts';
import type { Language } from '../contract/language.ts';
import { createMemory } from '../core/memory.ts';

/** What a chunk says, and where it stands in one version of its document. */
export interface PlacedText {
  readonly number: number;
  readonly chunkId: ChunkId;
  readonly contentHash: string;
  readonly documentId: DocumentId;
  readonly documentVersion: number;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  /** That its terms were read in for the lexical index. */
  readonly language: Language;
  readonly text: string;
}

/**
 * What has been read of chunks. None of this ever changes, and the number of a chunk is never used again, so what
 * is kept stays right; whether a version serves, and who may read it, is asked of the database each time.
 */
export interface ChunkCache {
  /** Undefined when it is not known. */
  find(workspaceId: WorkspaceId, number: number, version: number): PlacedText | undefined;
  keep(workspaceId: WorkspaceId, chunk: PlacedText): void;
}

/** Of characters; thirty thousand chunks of 150 words. */
const MAX_SIZE = 32 * 1024 * 1024;
/** About what an entry takes beside its text. */
const ENTRY_SIZE = 400;

export function createChunkCache(maxSize = MAX_SIZE): ChunkCache {
  const texts = createMemory<PlacedText>(maxSize);
  return {
    find: (workspaceId, number, version) => texts.find(keyOf(workspaceId, number, version)),
    keep(workspaceId, chunk) {
      const key = keyOf(workspaceId, chunk.number, chunk.documentVersion);
      texts.keep(key, chunk, ENTRY_SIZE + chunk.text.length);
    },
  };
}

function keyOf(workspaceId: WorkspaceId, number: number, version: number): string {
  return `${workspaceId} ${number} ${version}`;
}
