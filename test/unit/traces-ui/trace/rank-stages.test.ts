import { describe, expect, it } from 'vitest';
import {
  describeCut,
  describeRanks,
  placeLine,
  rankByStage,
} from '../../../../traces-ui/src/trace/rank-stages.ts';
import { buildCandidate, chunkId } from '../builders.ts';

const { scores } = buildCandidate();

function candidate(rank: number, change: Partial<typeof scores>, selected = false) {
  return buildCandidate({
    chunk_id: chunkId(rank),
    rank,
    selected,
    scores: { ...scores, dense: null, lexical: null, rerank: null, ...change },
  });
}

const raised = candidate(
  1,
  { fused: 0.02, rerank: 0.9, dense: { rank: 4, similarity: 0.3 } },
  true,
);
const lowered = candidate(2, { fused: 0.03, rerank: 0.4 });
const kept = candidate(3, { fused: 0.01 }, true);

describe('rankByStage', () => {
  it('follows each candidate from its legs to the final order', () => {
    const { stages, lines } = rankByStage([lowered, kept, raised]);
    expect(stages.map(({ stage }) => stage)).toEqual([
      'lexical',
      'dense',
      'fused',
      'reranked',
      'final',
    ]);
    expect(lines.map(({ ranks }) => ranks)).toEqual([
      [null, 4, 2, 1, 1],
      [null, null, 1, 2, 2],
      [null, null, 3, null, 3],
    ]);
  });

  it('leaves out the reranker where it saw nothing', () => {
    const { stages } = rankByStage([kept]);
    expect(stages.map(({ stage }) => stage)).not.toContain('reranked');
  });

  it('puts the cut below the last selected candidate', () => {
    expect(rankByStage([lowered, kept, raised]).lastSelected).toBe(3);
    expect(rankByStage([lowered]).lastSelected).toBeNull();
  });

  it('orders equal fused scores as they ended', () => {
    const twins = [candidate(2, { fused: 0.5 }), candidate(1, { fused: 0.5 })];
    expect(rankByStage(twins).lines.map(({ ranks }) => ranks[2])).toEqual([1, 2]);
  });
});

describe('describeCut', () => {
  it('names the cut where all above it was selected', () => {
    expect(describeCut(rankByStage([raised, lowered]))).toBe('Final order; the cut is below #1');
    expect(describeCut(rankByStage([lowered]))).toBe('Nothing was selected');
  });

  it('speaks of the last selected where others above it were rejected', () => {
    expect(describeCut(rankByStage([raised, lowered, kept]))).toBe(
      'Final order; the last selected is #3, with 1 rejected above it',
    );
  });
});

describe('describeRanks', () => {
  it('says of each stage what it made of the candidate', () => {
    const { stages, lines } = rankByStage([raised]);
    expect(describeRanks(stages, lines[0]?.ranks ?? [])).toBe(
      'Keywords not seen, Vector #4, Fused #1, Reranked #1, Final #1',
    );
  });
});

describe('placeLine', () => {
  it('skips the stages that did not see the chunk', () => {
    expect(placeLine([null, 2, 1], 5)).toEqual([
      { column: 1, row: 2, isBelow: false },
      { column: 2, row: 1, isBelow: false },
    ]);
  });

  it('puts what ranks below the shown rows into one band', () => {
    expect(placeLine([90, 6], 5)).toEqual([
      { column: 0, row: 6, isBelow: true },
      { column: 1, row: 6, isBelow: true },
    ]);
  });
});
