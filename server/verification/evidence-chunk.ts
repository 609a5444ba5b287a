import type { EvidenceReference } from '../../contract/trace.ts';

/** A chunk that entered the prompt, with its text; `[marker]` in the answer cites it. */
export type EvidenceChunk = EvidenceReference & { readonly text: string };
