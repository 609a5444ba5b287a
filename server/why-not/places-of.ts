import type { LegPlace } from '../../contract/why-not.ts';

/** The places in both legs, with their ranks beside them as the answer has them. */
export function placesOf(places: {
  readonly dense: LegPlace | null;
  readonly lexical: LegPlace | null;
}) {
  const { dense, lexical } = places;
  return { dense, lexical, dense_rank: dense?.rank ?? null, lexical_rank: lexical?.rank ?? null };
}
