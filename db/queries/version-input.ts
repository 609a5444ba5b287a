import type { ChunkingSettings } from '../../contract/collection.ts';
import type { DocumentMime } from '../../contract/document.ts';
import type { Finding } from '../../contract/finding.ts';
import type { ChunkId, CollectionId, DocumentId, IngestJobId } from '../../contract/ids.ts';
import type { Language } from '../../contract/language.ts';
import type { PageLayout } from '../schema/documents.ts';

export interface VersionChunkInput {
  /** The id that the chunk gets if the document has never held it. */
  readonly id: ChunkId;
  readonly text: string;
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  readonly contentHash: string;
  readonly embeddingHash: Buffer;
  /** Which of the equal chunks of this version it is, from 0. */
  readonly occurrence: number;
  /** The terms of the text that the lexical leg searches, with repeats. */
  readonly terms: readonly string[];
}

/** Everything of a new version; vectors for its chunks are stored already. */
export interface VersionInput {
  readonly documentId: DocumentId;
  readonly collectionId: CollectionId;
  readonly jobId: IngestJobId;
  readonly leaseToken: string;
  readonly title: string;
  readonly mime: DocumentMime;
  readonly originalSha256: Buffer;
  readonly byteSize: number;
  readonly text: string;
  readonly pageCount: number | null;
  readonly pages: readonly PageLayout[];
  readonly findings: readonly Finding[];
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly parser: string;
  readonly chunker: string;
  readonly chunking: ChunkingSettings;
  /** The language that the terms of its chunks were read in. */
  readonly language: Language;
  readonly chunks: readonly VersionChunkInput[];
}
