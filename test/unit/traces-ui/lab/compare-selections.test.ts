import { describe, expect, it } from 'vitest';
import { compareSelections } from '../../../../traces-ui/src/lab/compare-selections.ts';
import { buildCandidate, chunkId } from '../builders.ts';

function entry(id: number, rank: number, selected: boolean) {
  return buildCandidate({ chunk_id: chunkId(id), rank, selected });
}

describe('compareSelections', () => {
  it('says of each selected chunk what became of it', () => {
    const served = [entry(1, 1, true), entry(2, 2, true), entry(3, 3, true), entry(4, 4, false)];
    const found = [entry(1, 1, true), entry(3, 2, true), entry(4, 3, true), entry(2, 4, false)];
    const compared = compareSelections(served, found);
    expect(compared.map(({ chunk, shift }) => [chunk.chunk_id, shift])).toEqual([
      [chunkId(1), 'stayed'],
      [chunkId(3), 'moved'],
      [chunkId(4), 'entered'],
      [chunkId(2), 'left'],
    ]);
  });

  it('keeps null where a chunk was no candidate', () => {
    const [compared] = compareSelections([], [entry(1, 1, true)]);
    expect(compared).toMatchObject({ shift: 'entered', before: null });
  });
});
