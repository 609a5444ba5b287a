import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../bench/random.ts';
import { openTextClassifier } from '../../../../core/classify/text-classifier.ts';
import {
  trainTextClassifier,
  type LabelledText,
} from '../../../../core/classify/train-text-classifier.ts';

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  printer: [
    'the printer has a paper jam',
    'printer out of toner',
    'cannot print a page',
    'my printout is blank',
    'how do I add a printer',
  ],
  password: [
    'I forgot my password',
    'reset my password please',
    'my account is locked',
    'password expired today',
    'how do I change the password',
  ],
  leave: [
    'how many days of leave do I get',
    'book annual leave',
    'my manager refused my holiday',
    'carry over holiday to next year',
    'sick leave certificate',
  ],
};
const EXAMPLES: readonly LabelledText[] = Object.entries(TEXTS).flatMap(([label, texts]) =>
  texts.map((text) => ({ text, label })),
);
const { classifier } = trainTextClassifier(EXAMPLES, createRandom(1));
const classify = openTextClassifier(classifier);

describe('a classifier of five texts each', () => {
  it.each([
    ['the printer is jammed', 'printer'],
    ['please reset the password', 'password'],
    ['days of annual leave', 'leave'],
    ['reset my passwrod', 'password'],
    ['the prnter has no tonner', 'printer'],
  ])('labels "%s" %s', (text, label) => {
    expect(classify(text).ranked[0]?.label).toBe(label);
  });

  it('names the words that decided', () => {
    expect(classify('please reset the password now').why[0]?.term).toBe('password');
  });

  it('finds a text of other words stranger than one of its own', () => {
    expect(classify('quarterly zebra astronomy').oddity).toBeGreaterThan(
      classify('how do I reset my password').oddity,
    );
    expect(classify('quarterly zebra astronomy').oddity).toBeGreaterThan(0.9);
  });

  it('is the same for the same examples and random numbers', () => {
    expect(trainTextClassifier(EXAMPLES, createRandom(1)).classifier).toEqual(classifier);
  });

  it('gives every text probabilities that add up to 1, the highest first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
        const { ranked, oddity } = classify(text);
        const probabilities = ranked.map(({ probability }) => probability);
        expect(probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
        expect(probabilities).toEqual(probabilities.toSorted((left, right) => right - left));
        expect(oddity).toBeGreaterThanOrEqual(0);
        expect(oddity).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('needs two labels', () => {
    expect(() => trainTextClassifier([{ text: 'one', label: 'only' }], createRandom(1))).toThrow(
      'Expected at least 2 labels, got 1.',
    );
  });
});
