import type { Classification } from '../../contract/classification.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { Claim, Verification } from '../../contract/verification.ts';
import type { EvidenceChunk } from '../verification/evidence-chunk.ts';

/** What is checked, and against what. */
export interface CheckSubject {
  readonly question: string | null;
  readonly answer: string;
  readonly evidence: readonly EvidenceChunk[];
  /** By the ids that the evidence goes under here. */
  readonly names: ReadonlyMap<string, CheckedChunk>;
  readonly traceId: TraceId | null;
  /** The highest class of what it was answered from; a judge has to be allowed to see it. */
  readonly ceiling: Classification;
  /** The model that wrote it; null for a text. */
  readonly writer: string | null;
  readonly recorded: {
    readonly verification: Verification;
    readonly claims: readonly Claim[];
  } | null;
}

interface CheckedChunk {
  /** As the caller calls it. */
  readonly id: string;
  readonly text: string;
  /** Where its text begins in what evidence is counted from. */
  readonly offset: number;
}
