import { createHash } from 'node:crypto';
import type { ParsedDocument } from '../parse/parsed-document.ts';
import { cutChunks } from './cut-chunks.ts';
import type { ChunkOptions, ChunkSpan } from './cutting.ts';
import { indexTokens } from './index-tokens.ts';
import { readPieces } from './read-pieces.ts';

export interface ChunkDraft {
  readonly position: number;
  /** Exactly `document.text.slice(charStart, charEnd)`. */
  readonly text: string;
  /** The headings above the chunk's first text, from the outermost to its own. */
  readonly headingPath: readonly string[];
  /** The page on which the chunk's first block starts. */
  readonly page: number | null;
  readonly charStart: number;
  readonly charEnd: number;
  readonly tokenCount: number;
  /** SHA-256 of heading path and text, in hex. */
  readonly contentHash: string;
}

/**
 * Cuts a document into contiguous spans along its structure: a heading starts a new chunk, whole blocks
 * are packed up to the budget, and only a block that exceeds it alone is cut (rows at cells, code at
 * lines, prose at sentences, then at words). Together the chunks cover every block.
 */
export function chunkDocument(
  document: ParsedDocument,
  options: ChunkOptions,
): readonly ChunkDraft[] {
  const spans = cutChunks({
    text: document.text,
    pieces: readPieces(document),
    tokens: indexTokens(document.text),
    options: {
      maxTokens: Math.max(1, options.maxTokens),
      overlapTokens: Math.min(options.overlapTokens, Math.floor(options.maxTokens / 2)),
    },
  });
  return spans.map((span, position) => describeChunk(document.text, span, position));
}

function describeChunk(text: string, span: ChunkSpan, position: number): ChunkDraft {
  const chunkText = text.slice(span.start, span.end);
  return {
    position,
    text: chunkText,
    headingPath: span.headingPath,
    page: span.page,
    charStart: span.start,
    charEnd: span.end,
    tokenCount: span.tokenCount,
    contentHash: hashContent(span.headingPath, chunkText),
  };
}

function hashContent(headingPath: readonly string[], text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([headingPath, text]))
    .digest('hex');
}
