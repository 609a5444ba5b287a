import type { Citation, Claim } from '../../../contract/verification.ts';

export interface ChosenCitation {
  readonly marker: number | undefined;
  /** The index of the claim whose marker was chosen, where that is known. */
  readonly claim?: number | undefined;
}

/**
 * The citation to open. One marker may stand for several quotations of its chunk: the one that overlaps
 * the chosen claim's evidence comes first.
 */
export function findCitation(
  citations: readonly Citation[],
  claims: readonly Claim[],
  chosen: ChosenCitation,
): Citation | undefined {
  const marked = citations.filter((citation) => citation.marker === chosen.marker);
  const claim = claims.find((one) => one.index === chosen.claim);
  return marked.find((citation) => claim !== undefined && carries(citation, claim)) ?? marked[0];
}

function carries(citation: Citation, claim: Claim): boolean {
  const { char_start: start, char_end: end } = citation;
  if (start === null || end === null) return false;
  return claim.evidence.some(
    (span) => span.chunk_id === citation.chunk_id && span.char_start < end && span.char_end > start,
  );
}
