/** A span of a text with what was found there; UTF-16 code units, end exclusive. */
export interface FoundText {
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** In words, and never what is secret about it. */
  readonly detail: string;
}
