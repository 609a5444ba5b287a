import type { Span } from '../../core/text/spans.ts';

/** A part of a piece. */
export interface Part extends Span {
  /** What a cut before it costs; see `pack-atoms.ts`. */
  readonly cutCost: number;
  /** What a reader who begins here must know beside the headings: the row, the enclosing function. */
  readonly context: readonly string[];
  /** The same for one who begins inside. */
  readonly innerContext: readonly string[];
}
