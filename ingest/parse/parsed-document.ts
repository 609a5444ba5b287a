import type { IngestErrorCode } from '../../contract/ingest-run.ts';

export const BLOCK_KINDS = [
  'heading',
  'paragraph',
  'list_item',
  'table_row',
  'code',
  'quote',
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** A span of the stored text, in UTF-16 code units, end exclusive. Blocks are in order and never overlap. */
export interface ParsedBlock {
  readonly kind: BlockKind;
  /** 1 to 6 for a heading, null for everything else. */
  readonly level: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  /** 1-based page on which the block starts; null where the format has no pages. */
  readonly page: number | null;
}

export interface ParsedDocument {
  /** Name and version of the parser, for example `markdown@1`. */
  readonly parser: string;
  readonly title: string | null;
  /** The stored text; every offset of blocks and chunks counts in it. */
  readonly text: string;
  readonly blocks: readonly ParsedBlock[];
  readonly pageCount: number | null;
}

export type ParseOutcome =
  | { readonly kind: 'parsed'; readonly document: ParsedDocument }
  | { readonly kind: 'failed'; readonly code: IngestErrorCode; readonly detail: string };

export interface ParseLimits {
  readonly maxBytes: number;
  /** Length of the stored text. */
  readonly maxChars: number;
  readonly maxPages: number;
  readonly maxZipEntries: number;
  readonly maxUnzippedBytes: number;
  readonly maxZipRatio: number;
}

export const DEFAULT_PARSE_LIMITS: ParseLimits = {
  maxBytes: 25 * 1024 * 1024,
  maxChars: 5_000_000,
  maxPages: 2_000,
  maxZipEntries: 1_000,
  maxUnzippedBytes: 100 * 1024 * 1024,
  maxZipRatio: 100,
};

/** Thrown inside a parser and turned into a failed outcome by `parseDocument`. */
export class ParseRefusal extends Error {
  override readonly name = 'ParseRefusal';
  readonly code: IngestErrorCode;

  constructor(code: IngestErrorCode, detail: string) {
    super(detail);
    this.code = code;
  }
}
