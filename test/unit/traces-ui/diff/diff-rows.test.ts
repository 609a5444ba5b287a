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

describe('diffRows', () => {
  it('puts the kept chunks between the changes they stand between', () => {
    const changes = [added(2), removed(5), added(3)];
    const to = buildVersionSummary({ chunk_count: 6 });
    expect(diffRows({ changes, to })).toEqual([
      { kind: 'kept', first: 0, last: 1 },
      { kind: 'change', change: changes[0] },
      { kind: 'change', change: changes[1] },
      { kind: 'change', change: changes[2] },
      { kind: 'kept', first: 4, last: 5 },
    ]);
  });

  it('shows every chunk of the new version exactly once, in order', () => {
    const positions = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 });
    fc.assert(
      fc.property(positions, (listed) => {
        const changes = listed.toSorted((a, b) => a - b).map(added);
        const rows = diffRows({ changes, to: buildVersionSummary({ chunk_count: 31 }) });
        const shown = rows.flatMap((row) =>
          row.kind === 'change'
            ? [row.change.to?.position]
            : Array.from({ length: row.last - row.first + 1 }, (_, index) => row.first + index),
        );
        expect(shown).toEqual(Array.from({ length: 31 }, (_, index) => index));
      }),
    );
  });
});
