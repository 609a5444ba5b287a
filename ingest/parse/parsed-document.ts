import type { Finding } from '../../contract/finding.ts';
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

/** A line of a page that shows a span of the text: PDF points (1/72 inch) from the page's top left corner. */
export interface TextBox {
  readonly charStart: number;
  readonly charEnd: number;
  /** 1-based. */
  readonly page: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Width and height of a page in PDF points, as it is shown. */
export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export interface ParsedDocument {
  /** Name and version of the parser, for example `markdown@1`. */
  readonly parser: string;
  readonly title: string | null;
  /** The stored text; every offset of blocks and chunks counts in it. */
  readonly text: string;
  readonly blocks: readonly ParsedBlock[];
  readonly pageCount: number | null;
  /** Left out where the format has no pages. In the order of the text. */
  readonly boxes?: readonly TextBox[];
  readonly pageSizes?: readonly PageSize[];
  /** What a parser saw that a reader of the file would not: hidden text above all. */
  readonly findings?: readonly Finding[];
  /** Name and values of a front matter block, or of the properties that a format keeps for itself. */
  readonly frontMatter?: Readonly<Record<string, unknown>>;
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
