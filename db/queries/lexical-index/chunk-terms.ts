/** A chunk as the lexical index takes it in. */
export interface ChunkTerms {
  readonly chunkNumber: number;
  /** With repeats. */
  readonly terms: readonly string[];
}
