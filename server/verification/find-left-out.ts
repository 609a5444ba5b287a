import type { IndexedChunk } from './index-evidence.ts';
import type { ReadClaim } from './read-claim.ts';
import { readTerms } from './read-terms.ts';

/** A sentence that holds this much of a claim is where the claim comes from. */
const TAKEN_FROM = 0.6;

/** The first chunk that says most of a claim in sentences which were left out of its text. */
export function findLeftOut(
  { terms }: Pick<ReadClaim, 'terms'>,
  chunks: readonly IndexedChunk[],
): IndexedChunk | null {
  const isTaken = (leftOut: string) => {
    const stated = new Set(readTerms(leftOut).map(({ term }) => term));
    return terms.filter(({ term }) => stated.has(term)).length >= TAKEN_FROM * terms.length;
  };
  return (
    chunks.find(({ plainLeftOut }) => plainLeftOut() !== '' && isTaken(plainLeftOut())) ?? null
  );
}
