import type { TierRun, VerifierTier } from '../../../contract/verification.ts';
import { verifyAnswer, type AnswerToVerify, type VerifiedAnswer } from '../verify-answer.ts';
import { withoutOrders } from '../without-orders.ts';
import { applyOpinions, keyOf, toApplied, type Applied } from './apply-opinions.ts';
import { findOpenClaims, type Band } from './find-open-claims.ts';
import type { ClaimTier, OpenClaim, TierReview } from './verifier-tier.ts';

export interface Tiers {
  /** Of the builtin tier; what lies in it goes to the next. */
  readonly band: Band;
  /** After the builtin one, in order. */
  readonly further: readonly ClaimTier[];
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** What further tiers found out about claims, by what these say and cite. */
export type Known = ReadonlyMap<string, readonly Applied[]>;

export interface TieredAnswer extends VerifiedAnswer {
  readonly known: Known;
}

export const NOTHING_KNOWN: Known = new Map();

/**
 * Checks an answer tier by tier: each is asked only about the claims that the one before left open, and its verdicts
 * take their place. A tier that fails leaves them as they are. `signal` is the caller's.
 */
export async function verifyInTiers(
  request: AnswerToVerify,
  { band, further, now }: Tiers,
  signal: AbortSignal,
): Promise<TieredAnswer> {
  const { mode = 'cited' } = request;
  const evidence = request.evidence.map(withoutOrders);
  let verified = verifyAnswer(request);
  let open = findOpenClaims(verified.claims, evidence, { mode, band });
  const known = new Map<string, Applied[]>();
  for (const tier of further) {
    if (open.length === 0) break;
    const startedAt = now();
    const review = await tier.review(open, signal);
    signal.throwIfAborted();
    const applied = toApplied(tier.tier, open, review.opinions);
    const before = verified;
    verified = applyOpinions(verified, applied);
    const run = describeRun(tier.tier, { open, review, before, after: verified });
    verified = putOnRecord(verified, { ...run, duration_ms: now() - startedAt });
    for (const one of applied) remember(known, before, one);
    open = stillOpen(open, review, verified);
  }
  return { ...verified, known };
}

/** Checks a shortened answer without asking again: what was found out about a claim holds as long as it stands. */
export function verifyWithKnown(
  request: AnswerToVerify,
  { known, verification }: Pick<TieredAnswer, 'known' | 'verification'>,
): TieredAnswer {
  let verified = verifyAnswer(request);
  const turns = verified.claims.map((claim) => ({
    index: claim.index,
    turns: known.get(keyOf(claim)) ?? [],
  }));
  const most = Math.max(0, ...turns.map(({ turns: { length } }) => length));
  for (let turn = 0; turn < most; turn += 1) {
    const applied = turns.flatMap(({ index, turns: own }) => {
      const one = own[turn];
      return one === undefined ? [] : [{ ...one, opinion: { ...one.opinion, index } }];
    });
    verified = applyOpinions(verified, applied);
  }
  const { tiers = [] } = verification;
  for (const run of tiers) verified = putOnRecord(verified, run);
  return { ...verified, known };
}

function remember(known: Map<string, Applied[]>, { claims }: VerifiedAnswer, one: Applied): void {
  const claim = claims[one.opinion.index];
  if (claim === undefined) return;
  const key = keyOf(claim);
  known.set(key, [...(known.get(key) ?? []), one]);
}

interface Turn {
  readonly open: readonly OpenClaim[];
  readonly review: TierReview;
  readonly before: VerifiedAnswer;
  readonly after: VerifiedAnswer;
}

function describeRun(
  tier: VerifierTier,
  { open, review, before, after }: Turn,
): Omit<TierRun, 'duration_ms'> {
  const changed = after.claims.filter(
    ({ verdict }, at) => before.claims[at]?.verdict !== verdict,
  ).length;
  return {
    tier,
    model: review.model,
    asked_claims: open.length,
    decided_claims: review.opinions.length,
    changed_claims: changed,
    failure: review.failure,
    prompt_sha256: [...review.promptHashes],
    replies: [...review.replies],
    cost_usd: review.costUsd,
  };
}

/** The verifier's name says who has had a part in the verdicts. */
function putOnRecord(verified: VerifiedAnswer, run: TierRun): VerifiedAnswer {
  const { tiers = [], verifier } = verified.verification;
  const named =
    run.decided_claims === 0 ? verifier : `${verifier} + ${run.tier}:${run.model ?? ''}`;
  return {
    ...verified,
    verification: { ...verified.verification, verifier: named, tiers: [...tiers, run] },
  };
}

function stillOpen(
  open: readonly OpenClaim[],
  { opinions, failure }: TierReview,
  { claims }: VerifiedAnswer,
): readonly OpenClaim[] {
  return open.flatMap((asked) => {
    const opinion = opinions.find(({ index }) => index === asked.index);
    const claim = claims[asked.index] ?? asked.claim;
    if (opinion === undefined) {
      return [
        {
          ...asked,
          because: `${asked.because} ${failure ?? 'The tier before said nothing of it.'}`,
        },
      ];
    }
    return opinion.openBecause === null ? [] : [{ ...asked, claim, because: opinion.openBecause }];
  });
}
