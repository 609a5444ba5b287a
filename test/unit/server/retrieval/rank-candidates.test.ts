import { describe, expect, it } from 'vitest';
import { createChunkFeatureCache } from '../../../../server/retrieval/rerank/chunk-feature-cache.ts';
import { listPartScores, rankCandidates } from '../../../../server/retrieval/rank-candidates.ts';
import { readRankedParts } from '../../../../server/retrieval/read-parts.ts';
import { buildSearchQuery } from '../../../../server/retrieval/search-query.ts';
import { rankedCandidates } from './ranked-candidates.ts';

const HOW = { fusion: 'convex', denseWeight: 0.05 } as const;

/** Texts in the order of fusion, each found by the words that it shares with the question, all equally telling. */
function rank(question: string, texts: readonly string[]) {
  const query = buildSearchQuery(question, []);
  const fused = rankedCandidates(texts).map(({ hit, chunk }, index) => {
    const words = new Set(texts[index]?.toLowerCase().match(/\w+/gu));
    const contributions = [...query.terms]
      .filter(([term]) => words.has(term))
      .map(([term]) => {
        return { term, score: 1, frequency: 1, inverseDocumentFrequency: 1, length: words.size };
      });
    const score = contributions.length;
    const lexical = { rank: index + 1, score, matchedTerms: [], contributions };
    return { chunk, hit: { ...hit, lexical } };
  });
  const weights = new Map([...query.terms.keys()].map((term) => [term, 1]));
  const parts = readRankedParts(query, { weights, hits: fused.map(({ hit }) => hit), how: HOW });
  return rankCandidates(parts, fused, createChunkFeatureCache(texts.length));
}

const TUNNEL = ['The tunnel error is shown at login', 'Restart after a tunnel error', 'A tunnel'];
const QUESTION = 'What does the tunnel error mean and which hotel price is there?';

describe('rankCandidates', () => {
  it('says which part of the question each candidate fits best', () => {
    const ranked = rank(QUESTION, [...TUNNEL, 'The hotel price is 180']);
    const partOf = new Map(ranked.map(({ chunk, part }) => [chunk.text, part]));
    expect(partOf.get('The tunnel error is shown at login')).toBe(0);
    expect(partOf.get('The hotel price is 180')).toBe(1);
  });

  it('scores the best of a part by that part alone', () => {
    const ranked = rank(QUESTION, [...TUNNEL, 'The hotel price is 180']);
    const hotel = ranked.find(({ part }) => part === 1);
    expect(listPartScores(ranked, 2)[1]?.[0]).toBe(hotel?.finalScore);
    expect(hotel?.rerank?.features.fused).toBe(1);
  });

  it('gives a question with one part the order and scores of that part', () => {
    const ranked = rank('Which hotel price is there?', ['The hotel price is 180', 'A hotel']);
    expect(ranked.map(({ part }) => part)).toEqual([0, 0]);
    expect(listPartScores(ranked, 1)).toEqual([ranked.map(({ finalScore }) => finalScore)]);
  });

  it('ranks nothing where nothing was found', () => {
    expect(rank(QUESTION, [])).toEqual([]);
  });
});
