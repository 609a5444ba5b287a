import type { Span } from '../../core/text/spans.ts';
import type { TokenIndex } from './index-tokens.ts';
import type { Piece } from './read-pieces.ts';
import type { Part } from './part.ts';

export interface ChunkOptions {
  readonly maxTokens: number;
  /** How much of a chunk's end is repeated in the next one of the same section; at most half a chunk. */
  readonly overlapTokens: number;
}

export interface ChunkSpan extends Span {
  readonly headingPath: readonly string[];
  readonly page: number | null;
  readonly tokenCount: number;
}

export interface CuttingInput {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly tokens: TokenIndex;
  readonly options: ChunkOptions;
}

/** Headings with the text below them, by the indices of their pieces; chunks never reach across two. */
export interface Section {
  readonly first: number;
  /** The first piece that is no heading. */
  readonly firstText: number;
  readonly last: number;
}

/** A stretch that is not cut. What it costs to cut before it is told beside a half empty chunk's 0.25. */
export interface Atom extends Pick<Part, 'start' | 'end' | 'cutCost' | 'context'> {
  readonly pieceIndex: number;
}
