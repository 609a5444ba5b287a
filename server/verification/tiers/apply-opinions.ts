import type { Citation, Claim, VerifierTier } from '../../../contract/verification.ts';
import type { VerifiedAnswer } from '../verify-answer.ts';
import { isUnsupported } from '../is-unsupported.ts';
import { summarizeClaims } from '../summarize-claims.ts';
import type { OpenClaim, Opinion } from './verifier-tier.ts';

/** An opinion, whose it is, and why it was asked for. */
export interface Applied {
  readonly tier: VerifierTier;
  readonly because: string;
  readonly opinion: Opinion;
}

/** The verdicts of a tier take the place of those before, which stay on record in the claims. */
export function applyOpinions(
  verified: VerifiedAnswer,
  applied: readonly Applied[],
): VerifiedAnswer {
  if (applied.length === 0) return verified;
  const byIndex = new Map(applied.map((one) => [one.opinion.index, one]));
  const claims = verified.claims.map((claim) => {
    const one = byIndex.get(claim.index);
    return one === undefined ? claim : decideClaim(claim, one);
  });
  const citations = assessAnew(verified, claims, byIndex);
  const { tiers, verifier } = verified.verification;
  return {
    claims,
    citations: citations.map(({ citation }) => citation),
    verification: {
      ...summarizeClaims(claims, citations),
      verifier,
      ...(tiers === undefined ? {} : { tiers }),
    },
  };
}

function decideClaim(claim: Claim, { tier, because, opinion }: Applied): Claim {
  const { verdict, p_supported: p, decision } = claim;
  const earlier = [
    ...(decision?.earlier ?? []),
    { tier: decision?.tier ?? ('builtin' as const), verdict, p_supported: p },
  ];
  const isSame = opinion.verdict === verdict;
  const whole = { char_start: claim.char_start, char_end: claim.char_end };
  return {
    ...claim,
    verdict: opinion.verdict,
    p_supported: Math.round(opinion.pSupported * 10_000) / 10_000,
    reasons: [...opinion.reasons, ...(isSame ? claim.reasons : [])],
    unsupported_spans: opinion.verdict === 'supported' ? [] : spansOf(claim, whole),
    evidence: opinion.evidence === null ? claim.evidence : [...opinion.evidence],
    decision: { tier, asked_because: because, earlier },
  };
}

/** The builtin tier knows which words are new; a claim of which it missed none is unsupported as a whole. */
function spansOf({ unsupported_spans: spans }: Claim, whole: Claim['unsupported_spans'][number]) {
  return spans.length > 0 ? spans : [whole];
}

/** One citation for each marker of each claim, in order; a check beside the citations has none. */
function assessAnew(
  { citations }: VerifiedAnswer,
  claims: readonly Claim[],
  byIndex: ReadonlyMap<number, Applied>,
) {
  if (citations.length === 0) return [];
  let next = 0;
  return claims.flatMap((claim) => {
    const own = citations.slice(next, next + claim.markers.length);
    next += claim.markers.length;
    const applied = byIndex.get(claim.index);
    const { earlier = [] } = claim.decision ?? {};
    const isChanged = applied !== undefined && earlier.at(-1)?.verdict !== claim.verdict;
    return own.map((citation) => {
      const status = isChanged ? statusOf(citation, applied.opinion) : citation.status;
      return { citation: { ...citation, status }, isPrecise: isPrecise(claim, status) };
    });
  });
}

/** Null for what a claim that needs no support cites, as in a check without further tiers. */
function isPrecise(claim: Claim, status: Citation['status']): boolean | null {
  const isSilent = claim.verdict === 'absence_claim' && !isUnsupported(claim);
  if (isSilent && status !== 'dangling') return null;
  return claim.verdict === 'supported' && CARRYING.has(status);
}

const CARRYING: ReadonlySet<Citation['status']> = new Set(['necessary', 'sufficient', 'redundant']);

function statusOf(
  { marker, status }: Citation,
  { verdict, carriedBy, partlyBy }: Opinion,
): Citation['status'] {
  if (status === 'dangling') return status;
  if (verdict === 'unsupported' || verdict === 'contradicted')
    return status === 'misattributed' ? status : 'irrelevant';
  if (carriedBy[0] === marker) return 'sufficient';
  if (carriedBy.includes(marker)) return 'redundant';
  return carriedBy.length === 0 && partlyBy.includes(marker) ? 'necessary' : 'irrelevant';
}

/** By what a claim says and cites, so that a shortened answer keeps what was found out about its claims. */
export function keyOf({ text, markers }: Pick<Claim, 'text' | 'markers'>): string {
  return JSON.stringify([text, markers]);
}

export function toApplied(
  tier: VerifierTier,
  open: readonly OpenClaim[],
  opinions: readonly Opinion[],
): readonly Applied[] {
  return opinions.flatMap((opinion) => {
    const asked = open.find(({ index }) => index === opinion.index);
    return asked === undefined ? [] : [{ tier, because: asked.because, opinion }];
  });
}
