import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestChunks } from '../../../../../db/queries/lexical-index/best-chunks.ts';

describe('bestChunks', () => {
  it('gives the beginning of the whole order, ties by number', () => {
    const chunks = fc.uniqueArray(
      fc.record({ number: fc.integer({ min: 1 }), score: fc.constantFrom(0, 0.1, 1, 1.000_1, 7) }),
      { selector: ({ number }) => number, maxLength: 60 },
    );
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 70 }), (rows, limit) => {
        const best = bestChunks(
          {
            numbers: Int32Array.from(rows, (row) => row.number),
            scores: Float64Array.from(rows, (row) => row.score),
          },
          limit,
        );
        const wanted = rows
          .toSorted((left, right) => right.score - left.score || left.number - right.number)
          .slice(0, limit);
        expect(best.map((position) => rows[position])).toEqual(wanted);
      }),
    );
  });
});
