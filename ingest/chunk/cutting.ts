import type { Piece } from './read-pieces.ts';

export interface ChunkOptions {
  readonly maxTokens: number;
  /** How much of a chunk's end is repeated in the next one of the same section; at most half a chunk. */
  readonly overlapTokens: number;
}

export interface ChunkSpan {
  readonly start: number;
  readonly end: number;
  readonly headingPath: readonly string[];
  readonly page: number | null;
}

export interface CuttingInput {
  readonly text: string;
  readonly pieces: readonly Piece[];
  readonly options: ChunkOptions;
}

/** A place in the text: a piece, and a character in or before it from which on it is still to be cut. */
export interface Cursor {
  readonly index: number;
  readonly from: number;
}

export interface Filling {
  readonly start: Cursor;
  readonly end: number;
  readonly lastIndex: number;
  readonly next: Cursor;
}
