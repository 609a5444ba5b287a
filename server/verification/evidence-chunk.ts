import type { EvidenceReference } from '../../contract/trace.ts';

/** A chunk that entered the prompt, with its text; `[marker]` in the answer cites it. */
export type EvidenceChunk = EvidenceReference & {
  readonly text: string;
  /** As it is stored, where `text` has blanks for what supports nothing; as long as `text`. */
  readonly storedText?: string;
};
