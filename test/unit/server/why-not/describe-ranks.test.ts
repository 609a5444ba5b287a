import { describe, expect, it } from 'vitest';
import { ChunkId } from '../../../../contract/ids.ts';
import { describeRanks } from '../../../../server/why-not/describe-ranks.ts';
import { readSentTerms } from '../../../../server/why-not/read-sent-terms.ts';

const chunkId = ChunkId.parse('01989000-0000-7000-8000-000000000001');
const cutOff = { dense: { depth: 100, score: 0.31 }, lexical: { depth: 100, score: 2.5 } };
const ranks = {
  chunkCount: 3,
  dense: { chunk_id: chunkId, rank: 212, score: 0.112 },
  denseUnknown: null,
  lexical: { chunk_id: chunkId, rank: 104, score: 2.25 },
  cutOff,
};

describe('describeRanks', () => {
  it('says where it stands and where each leg stopped', () => {
    expect(describeRanks(ranks)).toBe(
      'None of its 3 chunks was among the candidates of either leg. By vector it ranks 212 (score 0.112); the leg took the best 100, the last of which scored 0.310. By words it ranks 104 (score 2.25); the leg took the best 100, the last of which scored 2.50.',
    );
  });

  it('owns up when the index of today would have found it', () => {
    const lexical = { chunk_id: chunkId, rank: 100, score: 2.6 };
    expect(describeRanks({ ...ranks, lexical })).toContain('Today it would have been a candidate:');
  });

  it('says that there is no vector, no word, or no text at all', () => {
    const bare = { ...ranks, dense: null, lexical: null };
    expect(describeRanks({ ...bare, chunkCount: 1 })).toBe(
      'It was not among the candidates of either leg. It has no vector that the question could be compared with. No word of the question stands in it.',
    );
    expect(describeRanks({ ...bare, chunkCount: 0 })).toBe(
      'The version that served then holds no text that could be found.',
    );
  });
});

describe('readSentTerms', () => {
  it('reads terms and their weights as the trace has them', () => {
    expect([...readSentTerms('badg lost^2 card^0.2 jane@bank.example 4.5')]).toEqual([
      ['badg', 1],
      ['lost', 2],
      ['card', 0.2],
      ['jane@bank.example', 1],
      ['4.5', 1],
    ]);
    expect(readSentTerms('').size).toBe(0);
  });
});
