import { expect, it } from 'vitest';
import { packTrees, unpackTrees } from '../../../../core/statistics/pack-trees.ts';
import { SUPPORT_MODEL } from '../../../../server/verification/support-model.ts';

it('gives back the trees that were packed', () => {
  const trees = [
    { signals: [3, 1, 2], bounds: [0.5, 1, -2e-7], values: [0.25, -0.125, 0, 1] },
    { signals: [0, 0, 4], bounds: [1, 1, 1], values: [1, 2, 3, 4] },
  ];
  expect(unpackTrees(packTrees(trees))).toEqual(trees);
});

it('finds in the model trees that are whole', () => {
  for (const { trees } of [SUPPORT_MODEL.overlap.trees, SUPPORT_MODEL.edit.trees]) {
    for (const { signals, bounds, values } of trees) {
      expect([bounds.length, values.length]).toEqual([signals.length, signals.length + 1]);
      expect([...bounds, ...values].every(Number.isFinite)).toBe(true);
    }
  }
});

it('takes no other text', () => {
  expect(() => unpackTrees('1,2,3')).toThrow('three lists');
});
