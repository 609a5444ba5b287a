import { describe, expect, it } from 'vitest';
import { fuseHits } from '../../../../server/retrieval/fuse-hits.ts';

/** Chunk 1 is the first of the words by far, 2 the first of the vectors; 3 is second in both, 4 third in one. */
const LEGS = {
  lexical: new Map([
    [1, lexicalHit(1, 12)],
    [3, lexicalHit(2, 3)],
    [4, lexicalHit(3, 2.9)],
  ]),
  dense: new Map([
    [2, { rank: 1, similarity: 0.9 }],
    [3, { rank: 2, similarity: 0.4 }],
    [1, { rank: 3, similarity: 0.3 }],
  ]),
};

function lexicalHit(rank: number, score: number) {
  return { rank, score, matchedTerms: [], contributions: [] };
}

function fuse(fusion: 'convex' | 'rrf', denseWeight = 0.5) {
  return fuseHits(LEGS, { fusion, denseWeight }).map(
    ({ chunkNumber, fused }) => [chunkNumber, Number(fused.toFixed(4))] as const,
  );
}

describe('fusing two legs', () => {
  it('weighs their scores', () => {
    expect(fuse('convex')).toEqual([
      [1, 0.5],
      [2, 0.5],
      [3, 0.2083],
      [4, 0.1208],
    ]);
  });

  it('or their ranks, whatever lies between the scores', () => {
    expect(fuse('rrf')).toEqual([
      [1, 0.9841],
      [3, 0.9839],
      [2, 0.5],
      [4, 0.4841],
    ]);
  });

  it('leaves what only one leg has at its weight at most', () => {
    for (const fusion of ['convex', 'rrf'] as const) {
      const fused = new Map(fuse(fusion, 0.05));
      expect(fused.get(2), fusion).toBe(0.05);
      expect(fused.get(1), fusion).toBeGreaterThan(0.9);
    }
  });

  it('finds nothing in empty legs', () => {
    const none = { lexical: new Map(), dense: new Map() };
    expect(fuseHits(none, { fusion: 'rrf', denseWeight: 0.5 })).toEqual([]);
  });
});
