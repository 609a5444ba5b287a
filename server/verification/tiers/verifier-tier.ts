import type { Claim, Evidence, VerifierTier } from '../../../contract/verification.ts';
import type { EvidenceChunk } from '../evidence-chunk.ts';

/** A claim that the tiers before were not sure of. */
export interface OpenClaim {
  /** Its place among the claims of the answer. */
  readonly index: number;
  readonly claim: Claim;
  /** The sentence before it, which may say what a pronoun of the claim stands for; empty for the first. */
  readonly context: string;
  readonly because: string;
  /** What it may rest on, by marker; never empty. */
  readonly chunks: readonly EvidenceChunk[];
}

/** What a tier makes of a claim. */
export interface Opinion {
  readonly index: number;
  readonly verdict: Extract<
    Claim['verdict'],
    'supported' | 'partially_supported' | 'contradicted' | 'unsupported'
  >;
  readonly pSupported: number;
  readonly reasons: Claim['reasons'];
  /** The markers of the chunks that support it alone, and of those that support a part of it. */
  readonly carriedBy: readonly number[];
  readonly partlyBy: readonly number[];
  /** Null where the tier points to no place of its own. */
  readonly evidence: readonly Evidence[] | null;
  /** The next tier is to be asked, too; why. */
  readonly openBecause: string | null;
}

/** What came of one tier's turn. A claim without an opinion keeps the verdict that it has. */
export interface TierReview {
  readonly opinions: readonly Opinion[];
  readonly model: string | null;
  readonly failure: string | null;
  readonly promptHashes: readonly string[];
  readonly replies: readonly string[];
  readonly costUsd: number;
}

/** A verifier that is asked about what the ones before it leave open. What goes wrong is in its review; it never throws. */
export interface ClaimTier {
  readonly tier: Exclude<VerifierTier, 'builtin'>;
  review(claims: readonly OpenClaim[], signal: AbortSignal): Promise<TierReview>;
}
