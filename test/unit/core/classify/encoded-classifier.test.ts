import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../bench/random.ts';
import {
  decodeClassifier,
  encodeClassifier,
} from '../../../../core/classify/encoded-classifier.ts';
import { openClassifier } from '../../../../core/classify/linear-classifier.ts';
import { trainLinearClassifier } from '../../../../core/classify/train-linear-classifier.ts';

const BUCKETS = [3, 70_000, 70_001, 200_000];

describe('an encoded classifier', () => {
  const random = createRandom(2);
  const examples = Array.from({ length: 60 }, (_, at) => {
    const bucket = BUCKETS[at % BUCKETS.length] ?? 0;
    const noise = Math.floor(random() * 1000) + 1000;
    return {
      parts: [
        new Map([
          [bucket, 1],
          [noise, 2],
        ]),
      ],
      label: at % 2 === 0 ? 'even' : 'odd',
      weight: 1,
    };
  });
  const trained = trainLinearClassifier(examples, {
    epochs: 10,
    learningRate: 0.5,
    decay: 0,
    smoothing: 0.1,
    minSources: 1,
    folds: 3,
    heldOutFolds: 3,
    random,
  });

  it('says nearly the same as the classifier that it was made from', () => {
    const decoded = openClassifier(decodeClassifier(encodeClassifier(trained, 1_000)));
    const original = openClassifier(trained);
    for (const { parts } of examples) {
      const [before] = original.classify(parts).ranked;
      const [after] = decoded.classify(parts).ranked;
      expect(after?.label).toBe(before?.label);
      expect(after?.probability).toBeCloseTo(before?.probability ?? 0, 1);
    }
  });

  it('keeps the features that decide when it may keep few', () => {
    const { features } = decodeClassifier(encodeClassifier(trained, BUCKETS.length));
    expect(Array.from(features.buckets)).toEqual(BUCKETS);
  });
});
