import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../bench/random.ts';
import {
  packTextClassifier,
  unpackTextClassifier,
} from '../../../../core/classify/pack-text-classifier.ts';
import { openTextClassifier } from '../../../../core/classify/text-classifier.ts';
import { trainTextClassifier } from '../../../../core/classify/train-text-classifier.ts';
import { TICKETS } from '../../../support/tickets.ts';

const { classifier, heldOut, folds } = trainTextClassifier(TICKETS, createRandom(1));

describe('a classifier that was stored', () => {
  it('says of a text what it said before', () => {
    const before = openTextClassifier(classifier);
    const after = openTextClassifier(unpackTextClassifier(packTextClassifier(classifier)));
    for (const { text } of TICKETS) {
      const [said] = before(text).ranked;
      const [says] = after(text).ranked;
      expect(says?.label).toBe(said?.label);
      expect(says?.probability).toBeCloseTo(said?.probability ?? 0, 1);
    }
  });

  it('is the same bytes again', () => {
    const bytes = packTextClassifier(classifier);
    expect(packTextClassifier(classifier)).toEqual(bytes);
  });

  it('is refused when its bytes are not those of a classifier', () => {
    expect(() => unpackTextClassifier(new Uint8Array(8))).toThrow(/JSON/u);
    expect(() => unpackTextClassifier(packTextClassifier(classifier).slice(0, 200))).toThrow(
      /JSON/u,
    );
  });
});

describe('examples that were left out of a training', () => {
  it('are all of them, each once and in their order', () => {
    expect(heldOut.map(({ at }) => at)).toEqual([...TICKETS.keys()]);
    expect(new Set(heldOut.map(({ fold }) => fold)).size).toBe(folds);
  });

  it('have examples of every label in each of their parts', () => {
    for (let fold = 0; fold < folds; fold += 1) {
      const targets = heldOut.filter((one) => one.fold === fold).map(({ target }) => target);
      expect(new Set(targets).size).toBe(3);
    }
  });
});
