import { array, assert, integer, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { planBatches } from '../../../../models/local/plan-batches.ts';

it('groups texts of like length', () => {
  const texts = ['long long long', 'a', 'middle', 'b', 'middles'];
  expect(planBatches(texts, 2)).toEqual([[1, 3], [2, 4], [0]]);
});

it('places every text once, in batches of at most the given size', () => {
  assert(
    property(array(string()), integer({ min: 1, max: 9 }), (texts, batchSize) => {
      const batches = planBatches(texts, batchSize);
      expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...texts.keys()]);
      expect(batches.every(({ length }) => length >= 1 && length <= batchSize)).toBe(true);
    }),
  );
});
