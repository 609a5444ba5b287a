import { describe, expect, it } from 'vitest';
import {
  blendModels,
  blendScores,
  chooseBlend,
  type ModelScores,
} from '../../../../core/classify/blend-models.ts';
import type { SparseVector } from '../../../../core/classify/feature-weights.ts';
import { trainNaiveBayes } from '../../../../core/classify/naive-bayes.ts';
import { scoreClasses, type SoftmaxModel } from '../../../../core/classify/softmax-model.ts';

const vectorOf = (...indices: readonly number[]): SparseVector => ({
  indices: Int32Array.from(indices),
  values: Float32Array.from(indices, () => 1),
});
/** Column 0 is of the first class, column 1 of the second, column 2 of both. */
const EXAMPLES = [
  { vector: vectorOf(0, 2), target: 0 },
  { vector: vectorOf(1, 2), target: 1 },
];
const SETTINGS = { columns: 3, classes: 2 };

function scoresOf(model: SoftmaxModel, vector: SparseVector): Float64Array {
  const scores = new Float64Array(model.classes);
  scoreClasses(model, vector, scores);
  return scores;
}

const judged = (target: number, separating: readonly number[], plain: readonly number[]) =>
  ({
    target,
    separating: Float64Array.from(separating),
    bayes: { plain: Float64Array.from(plain), complement: new Float64Array(2) },
  }) satisfies ModelScores;

describe('a naive Bayes', () => {
  it.each(['plain', 'complement'] as const)('knows classes by their features (%s)', (kind) => {
    const model = trainNaiveBayes(EXAMPLES, kind, SETTINGS);
    const [first = 0, second = 0] = scoresOf(model, vectorOf(0));

    expect(first).toBeGreaterThan(second);
    for (const score of scoresOf(model, vectorOf(2))) expect(score).toBeCloseTo(0, 6);
  });
});

describe('a blend of two models', () => {
  it('is left out where the one is right alone', () => {
    expect(chooseBlend([judged(0, [2, 1], [1, 2]), judged(1, [1, 2], [2, 1])])).toBeNull();
  });

  it('is chosen where the other mends more than it spoils', () => {
    const examples = [judged(0, [1, 1.1], [5, 0]), judged(1, [1, 2], [0, 1])];
    const blend = chooseBlend(examples);

    expect(blend?.kind).toBe('plain');
    for (const example of examples) {
      const scores = blendScores(example, blend);
      expect(scores.indexOf(Math.max(...scores))).toBe(example.target);
    }
  });

  it('scores as one model what both score together', () => {
    const model = {
      classes: 2,
      weights: Float32Array.of(1, 0, 0, 1, 3, 3),
      bias: Float32Array.of(0, 1),
    };
    const blend = { kind: 'plain', factor: 0.5 } as const;
    const vector = vectorOf(0, 2);
    const together = blendScores(
      {
        separating: scoresOf(model, vector),
        bayes: {
          plain: scoresOf(trainNaiveBayes(EXAMPLES, 'plain', SETTINGS), vector),
          complement: new Float64Array(2),
        },
      },
      blend,
    );
    const asOne = scoresOf(blendModels(model, EXAMPLES, blend), vector);

    for (const [k, score] of asOne.entries()) expect(score).toBeCloseTo(together[k] ?? 0, 5);
  });
});
