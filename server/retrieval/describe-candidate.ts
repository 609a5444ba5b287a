import type { RerankFeatures } from '../../contract/retrieval.ts';
import type { FusedHit } from './fuse-hits.ts';
import type { RankedCandidate } from './rank-candidates.ts';
import { FEATURE_NAMES, RERANK_WEIGHTS } from './rerank/rerank-candidates.ts';
import type { SelectionDecision } from './select-chunks.ts';

const MAX_TERMS_SHOWN = 5;
const MAX_FEATURES_SHOWN = 2;
const FEATURE_WORDS: Readonly<Record<keyof RerankFeatures, string | null>> = {
  fused: null,
  characters: 'wording like the question’s',
  span: 'its words close together',
  feedback: 'about what the best candidates are about',
  neighbours: 'its phrases',
  proximity: 'its words near each other',
  title: 'its words in the title',
  coverage: 'most of its words',
  exact: 'its identifiers to the letter',
};

/** Why a candidate was kept or dropped, as a sentence: its places in both legs, what reranking saw, the decision. */
export function describeCandidate(
  { hit, rerank, crossEncoder }: Pick<RankedCandidate, 'hit' | 'rerank' | 'crossEncoder'>,
  decision: SelectionDecision,
): string {
  const parts = [
    describeLexical(hit),
    describeDense(hit),
    rerank === null ? null : describeRerank(rerank),
    crossEncoder === null
      ? null
      : `${ordinal(crossEncoder.rankBefore)} before the cross-encoder gave it ${crossEncoder.score.toFixed(2)}`,
    decision.detail,
  ];
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

/** The features that gave it most, of those that are more than middling. */
function describeRerank({ score, features }: NonNullable<RankedCandidate['rerank']>): string {
  const names = FEATURE_NAMES.filter((name) => FEATURE_WORDS[name] !== null && features[name] > 0.5)
    .toSorted(
      (left, right) =>
        RERANK_WEIGHTS[right] * features[right] - RERANK_WEIGHTS[left] * features[left],
    )
    .slice(0, MAX_FEATURES_SHOWN);
  const words = names.map((name) => FEATURE_WORDS[name]).join(', ');
  return `reranked ${score.toFixed(2)}${words === '' ? '' : ` (${words})`}`;
}

function rankWord(rank: number): string {
  return rank === 1 ? 'first' : ordinal(rank);
}

function ordinal(rank: number): string {
  const teens = rank % 100 >= 11 && rank % 100 <= 13;
  const suffix = teens ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th');
  return `${rank}${suffix}`;
}
