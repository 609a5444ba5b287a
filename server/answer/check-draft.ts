import { withSpan } from '../../platform/telemetry.ts';
import type { GenerationOutcome } from '../generation/generate-answer.ts';
import {
  NOTHING_KNOWN,
  verifyInTiers,
  type TieredAnswer,
} from '../verification/tiers/verify-in-tiers.ts';
import { checkReasoning, type ReasoningCheck } from '../verification/reasoning/check-reasoning.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';
import type { VerificationOutcome } from './answer-outcome.ts';
import * as spans from './describe-spans.ts';
import { openJudge } from './open-judge.ts';
import type { Pursuit } from './pursuit.ts';

/** A draft with the calls that checking it took, and its verdicts. */
export interface VerifiedDraft {
  readonly generation: GenerationOutcome;
  readonly verified: TieredAnswer;
  /** Null where no cascade asks for it, or the draft works nothing out. */
  readonly reasoning: ReasoningCheck | null;
}

/** Verifies what a model said, and tells the model's circuit whether that could be verified at all. */
export function checkDraft(
  draft: GenerationOutcome,
  pursuit: Pick<Pursuit, 'request' | 'evidence' | 'tiers' | 'policy'>,
): Promise<VerifiedDraft> {
  return withSpan(spans.verification(), async (span) => {
    const checked = await verifyDraft(draft, pursuit);
    span.addEvent(...spans.verificationResult(checked.verified));
    reportQuality(draft, checked.verified);
    return checked;
  });
}

/** Only what a model wrote is asked about: the builtin answer says what the documents say. */
async function verifyDraft(
  draft: GenerationOutcome,
  { request, evidence, tiers, policy }: Pick<Pursuit, 'request' | 'evidence' | 'tiers' | 'policy'>,
): Promise<VerifiedDraft> {
  const toVerify = { answer: draft.text, evidence };
  if (draft.model.chat === null) {
    return { generation: draft, verified: withoutTiers(toVerify), reasoning: null };
  }
  const { band, local, newFence } = tiers;
  const judge =
    tiers.judge === null
      ? null
      : openJudge(tiers.judge, { request, earlier: draft, writer: draft.model.name, newFence });
  const further = [local, judge?.tier ?? null].filter((tier) => tier !== null);
  const { now } = request.limits;
  const verified = await verifyInTiers(toVerify, { band, further, now }, request.signal);
  return {
    generation: { ...draft, ...judge?.calls() },
    verified,
    reasoning: checkInCascade(request.question, { draft: draft.text, policy }),
  };
}

function checkInCascade(
  question: string,
  { draft, policy }: { readonly draft: string; readonly policy: Pursuit['policy'] },
): ReasoningCheck | null {
  if (policy.strategy !== 'cascade') return null;
  const check = checkReasoning(question, draft);
  return check.calculations === 0 && policy.reasoningAt === null ? null : check;
}

/** By the builtin tier alone. */
export function withoutTiers(toVerify: Parameters<typeof verifyAnswer>[0]): TieredAnswer {
  return { ...verifyAnswer(toVerify), known: NOTHING_KNOWN };
}

/** A model whose answers cannot be verified is as little use as one that fails. */
function reportQuality(draft: GenerationOutcome, { verification }: VerificationOutcome): void {
  const { circuitGeneration: generation, model } = draft;
  if (generation === null || verification.verdict === 'not_applicable') return;
  model.gate?.reportQuality({ generation, isGood: verification.verdict !== 'unverified' });
}
