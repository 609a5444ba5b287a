import type { Claim, Verification } from '../../contract/verification.ts';
import type { AssessedCitation } from './assess-citations.ts';
import { isUnsupported } from './is-unsupported.ts';

/** Of this version: traces say which one has checked them. */
export const VERIFIER = 'builtin-7';

/**
 * The answer's verdict. Recall: the share of claims that what they cite supports. Precision: the share of
 * citations that support their claim or are needed for it (ALCE, Gao et al. 2023).
 */
export function summarizeClaims(
  claims: readonly Claim[],
  citations: readonly AssessedCitation[],
): Verification {
  const checked = claims.filter(
    ({ verdict }) => verdict !== 'not_a_claim' && verdict !== 'absence_claim',
  );
  const supported = checked.filter(({ verdict }) => verdict === 'supported').length;
  const unsupported = claims.filter(isUnsupported).length;
  const hasDangling = citations.some(({ citation }) => citation.status === 'dangling');
  return {
    verdict: verdictOf({ supported, unsupported, hasDangling }),
    verifier: VERIFIER,
    citation_precision: share(
      citations.filter(({ isPrecise }) => isPrecise === true).length,
      citations.filter(({ isPrecise }) => isPrecise !== null).length,
    ),
    citation_recall: share(supported, checked.length),
    unsupported_claims: unsupported,
  };
}

interface Counted {
  readonly supported: number;
  readonly unsupported: number;
  /** A marker that names no chunk was made up, whatever the other ones of its claim carry. */
  readonly hasDangling: boolean;
}

function verdictOf({ supported, unsupported, hasDangling }: Counted): Verification['verdict'] {
  if (supported === 0) return unsupported === 0 ? 'not_applicable' : 'unverified';
  return unsupported === 0 && !hasDangling ? 'verified' : 'partly_verified';
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
