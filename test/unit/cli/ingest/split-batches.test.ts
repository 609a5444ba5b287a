import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundFile } from '../../../../cli/ingest/find-files.ts';
import { splitBatches } from '../../../../cli/ingest/split-batches.ts';

function fileOf(byteSize: number, index: number): FoundFile {
  return { path: `/d/${index}.md`, source: `${index}.md`, mime: 'text/markdown', byteSize };
}

describe('splitBatches', () => {
  it('begins a new batch after the highest number of files', () => {
    const batches = splitBatches([1, 1, 1].map(fileOf), { maxFiles: 2, maxBytes: 100 });
    expect(batches.map((batch) => batch.length)).toEqual([2, 1]);
  });

  it('sends a file alone that is larger than a batch', () => {
    const batches = splitBatches([1, 200, 1].map(fileOf), { maxFiles: 9, maxBytes: 100 });
    expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1]);
  });

  it('keeps every file once, in order, within the limits', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, (given) => {
        const files = given.map(fileOf);
        const batches = splitBatches(files, { maxFiles: 5, maxBytes: 60 });
        expect(batches.flat()).toEqual(files);
        for (const batch of batches) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(5);
          expect(batch.reduce((sum, file) => sum + file.byteSize, 0)).toBeLessThanOrEqual(60);
        }
      }),
    );
  });
});
