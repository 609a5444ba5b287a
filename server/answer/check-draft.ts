import { withSpan } from '../../platform/telemetry.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';
import type { EvidenceWithText, VerificationOutcome } from './answer-outcome.ts';
import * as spans from './describe-spans.ts';

/** Verifies what a model said, and tells the model's circuit whether that could be verified at all. */
export function checkDraft(
  draft: GenerationOutcome,
  evidence: readonly EvidenceWithText[],
): Promise<VerificationOutcome> {
  return withSpan(spans.verification(), async (span) => {
    const verified = verifyAnswer({ answer: draft.text, evidence });
    span.addEvent(...spans.verificationResult(verified));
    reportQuality(draft, verified);
    return verified;
  });
}

/** A model whose answers cannot be verified is as little use as one that fails. */
function reportQuality(draft: GenerationOutcome, { verification }: VerificationOutcome): void {
  const { circuitGeneration: generation, model } = draft;
  if (generation === null || verification.verdict === 'not_applicable') return;
  model.gate?.reportQuality({ generation, isGood: verification.verdict !== 'unverified' });
}
