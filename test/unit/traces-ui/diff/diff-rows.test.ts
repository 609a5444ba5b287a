import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChunkChange, DiffChunk } from '../../../../contract/version-diff.ts';
import { diffRows } from '../../../../traces-ui/src/diff/diff-rows.ts';
import { chunkId } from '../builders.ts';
import { buildVersionSummary } from '../version-builders.ts';

function chunkAt(position: number): DiffChunk {
  return {
    chunk_id: chunkId(position),
    position,
    heading_path: [],
    page: null,
    char_start: 0,
    char_end: 1,
  };
}

function added(position: number): ChunkChange {
  return { kind: 'added', from: null, to: chunkAt(position), granularity: 'chunk', words: [] };
}

function removed(position: number): ChunkChange {
  return { kind: 'removed', from: chunkAt(position), to: null, granularity: 'chunk', words: [] };
}

function placeOf({ from, to }: ChunkChange): number {
  return (to ?? from)?.position ?? 0;
}

describe('diffRows', () => {
  it('puts the kept chunks between the changes they stand between', () => {
    const changes = [added(2), added(3), removed(9)];
    const to = buildVersionSummary({ chunk_count: 6 });
    expect(diffRows({ changes, to })).toEqual([
      { kind: 'kept', first: 0, last: 1 },
      { kind: 'change', change: changes[0] },
      { kind: 'change', change: changes[1] },
      { kind: 'kept', first: 4, last: 5 },
      { kind: 'change', change: changes[2] },
    ]);
  });

  it('puts what was removed behind the kept chunks that stood before it', () => {
    const changes = [removed(2), added(3)];
    const to = buildVersionSummary({ chunk_count: 5 });
    expect(diffRows({ changes, to })).toEqual([
      { kind: 'kept', first: 0, last: 1 },
      { kind: 'change', change: changes[0] },
      { kind: 'kept', first: 2, last: 2 },
      { kind: 'change', change: changes[1] },
      { kind: 'kept', first: 4, last: 4 },
    ]);
  });

  it('shows every chunk of the new version exactly once, in order', () => {
    const positions = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(positions, positions, (listed, gone) => {
        const changes = [...listed.map(added), ...gone.map(removed)].toSorted(
          (one, other) => placeOf(one) - placeOf(other),
        );
        const rows = diffRows({ changes, to: buildVersionSummary({ chunk_count: 31 }) });
        const shown = rows.flatMap((row) =>
          row.kind === 'change'
            ? (row.change.to?.position ?? [])
            : Array.from({ length: row.last - row.first + 1 }, (_, index) => row.first + index),
        );
        expect(shown).toEqual(Array.from({ length: 31 }, (_, index) => index));
      }),
    );
  });
});
