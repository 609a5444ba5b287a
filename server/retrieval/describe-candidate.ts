import type { FusedHit } from './fuse-scores.ts';
import type { SelectionDecision } from './select-chunks.ts';

const MAX_TERMS_SHOWN = 5;

/** Why a candidate was kept or dropped, as a sentence: its places in both legs, then the decision. */
export function describeCandidate(hit: FusedHit, decision: SelectionDecision): string {
  const parts = [describeLexical(hit), describeDense(hit), decision.detail];
  const sentence = parts.filter((part) => part !== null).join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function describeLexical(hit: FusedHit): string | null {
  if (hit.lexical === null) return 'no word of the question';
  const { rank, matchedTerms } = hit.lexical;
  const shown = matchedTerms.slice(0, MAX_TERMS_SHOWN).join(', ');
  const more = matchedTerms.length > MAX_TERMS_SHOWN ? ', …' : '';
  return `${rank === 1 ? 'best' : ordinal(rank)} keyword match (${shown}${more})`;
}

function describeDense(hit: FusedHit): string | null {
  if (hit.dense === null) return null;
  return `${rankWord(hit.dense.rank)} by vector (${hit.dense.similarity.toFixed(2)})`;
}

function rankWord(rank: number): string {
  return rank === 1 ? 'first' : ordinal(rank);
}

function ordinal(rank: number): string {
  const teens = rank % 100 >= 11 && rank % 100 <= 13;
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank}${suffix}`;
}
