import type { ChunkingSettings } from '../../contract/collection.ts';
import type { DocumentMime } from '../../contract/document.ts';
import type { Finding } from '../../contract/finding.ts';
import type { IngestErrorCode } from '../../contract/ingest-run.ts';
import type { Language } from '../../contract/language.ts';
import type { PageLayout } from '../../db/schema/documents.ts';
import type { PackedTerms } from './pack-terms.ts';

export interface FileToPrepare {
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
  /** What somebody called it; null lets the file say, and then its source. */
  readonly givenTitle: string | null;
  readonly fallbackTitle: string;
  readonly chunking: ChunkingSettings;
  /** The language that the terms are read in. */
  readonly language: Language;
}

export interface PreparedChunk {
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  /** SHA-256 of heading path and text, in hex. */
  readonly contentHash: string;
  /** Which of the equal chunks of this document it is, from 0. */
  readonly occurrence: number;
}

/** A document that has been read, looked through and cut: all that can be said of it without a model. */
export interface PreparedDocument {
  /** Names and versions, like `markdown@2`. */
  readonly parser: string;
  readonly chunker: string;
  readonly title: string;
  readonly text: string;
  readonly pageCount: number | null;
  readonly pages: readonly PageLayout[];
  readonly findings: readonly Finding[];
  readonly frontMatter: Readonly<Record<string, unknown>>;
  readonly chunks: readonly PreparedChunk[];
  /** For each chunk the SHA-256 of its embedded text, 32 bytes each, one after the other. */
  readonly embeddingHashes: Uint8Array;
  /** For each chunk the terms of its embedded text. */
  readonly terms: PackedTerms;
  /** Milliseconds. */
  readonly timings: { readonly parse: number; readonly chunk: number };
}

export type PrepareOutcome =
  | { readonly kind: 'prepared'; readonly document: PreparedDocument }
  | {
      readonly kind: 'failed';
      readonly code: IngestErrorCode;
      readonly detail: string;
      /** It ended the process that read it, which another try might not. */
      readonly isCrash?: boolean;
    };
