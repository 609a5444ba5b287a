import { describe, expect, it } from 'vitest';
import type { LegTrace } from '../../../../contract/retrieval-trace.ts';
import {
  filterCandidates,
  findStrongestScores,
  summarizeLedger,
} from '../../../../traces-ui/src/trace/ledger-summary.ts';
import { buildCandidate, chunkId } from '../builders.ts';

const both = buildCandidate();
const denseOnly = buildCandidate({
  chunk_id: chunkId(2),
  rank: 2,
  selected: false,
  scores: { ...both.scores, lexical: null, fused: 0.01 },
  reason: { code: 'near_duplicate', text: 'Dropped.' },
});
const lexicalOnly = buildCandidate({
  chunk_id: chunkId(3),
  rank: 3,
  selected: false,
  scores: { ...both.scores, dense: null, fused: 0.02 },
  reason: { code: 'near_duplicate', text: 'Dropped.' },
});
const candidates = [lexicalOnly, both, denseOnly];

function leg(name: LegTrace['leg'], count: number): LegTrace {
  return { leg: name, query: 'q', candidate_count: count, depth: 50, duration_ms: 1 };
}

describe('summarizeLedger', () => {
  it('adds the legs up to what was selected and rejected', () => {
    const legs = [leg('dense', 2), leg('lexical', 2)];
    expect(summarizeLedger({ candidates, legs })).toEqual({
      dense: 2,
      lexical: 2,
      inBoth: 1,
      candidates: 3,
      selected: 1,
      rejected: 2,
      reasons: [
        { code: 'near_duplicate', count: 2 },
        { code: 'top_fused', count: 1 },
      ],
      reconciles: true,
    });
  });

  it('says so when a leg counted other candidates than the ledger holds', () => {
    const legs = [leg('dense', 3), leg('lexical', 2)];
    expect(summarizeLedger({ candidates, legs }).reconciles).toBe(false);
  });
});

describe('filterCandidates', () => {
  it('keeps everything in final order without a filter', () => {
    expect(filterCandidates(candidates, {})).toEqual([both, denseOnly, lexicalOnly]);
  });

  it('filters by outcome and by reason', () => {
    expect(filterCandidates(candidates, { outcome: 'selected' })).toEqual([both]);
    expect(filterCandidates(candidates, { reason: 'near_duplicate' })).toEqual([
      denseOnly,
      lexicalOnly,
    ]);
    expect(filterCandidates(candidates, { outcome: 'selected', reason: 'near_duplicate' })).toEqual(
      [],
    );
  });
});

describe('findStrongestScores', () => {
  it('finds the score that each bar is measured against', () => {
    expect(findStrongestScores(candidates)).toEqual({ lexical: 9, fused: 0.03 });
    expect(findStrongestScores([])).toEqual({ lexical: 0, fused: 0 });
  });
});
