import type { VerdictReason } from '../../../contract/verification.ts';
import type { DateMention } from '../../../core/text/dates.ts';
import type { Quantities } from '../../../core/text/quantities.ts';
import type { Span } from '../../../core/text/spans.ts';
import type { IndexedChunk } from '../index-evidence.ts';
import type { Support } from '../measure-support.ts';
import type { Term } from '../read-terms.ts';
import type { Word } from '../read-words.ts';

/**
 * What a typed rule saw. `conflict`: the evidence states something else in the same place. `missing`: the
 * evidence does not have it. `note`: nothing speaks against the claim.
 */
export interface Finding {
  readonly code: VerdictReason;
  readonly weight: 'conflict' | 'missing' | 'note';
  readonly text: string;
  /** Where in the answer; null when it is the claim as a whole. */
  readonly span: Span | null;
}

/** A claim beside the chunks that it rests on; claim offsets index the answer. */
export interface Comparison {
  readonly claim: Span & {
    readonly text: string;
    readonly terms: readonly Term[];
    readonly words: readonly Word[];
    readonly quantities: Quantities;
    readonly dates: readonly DateMention[];
  };
  readonly chunks: readonly IndexedChunk[];
  readonly support: Support;
}
