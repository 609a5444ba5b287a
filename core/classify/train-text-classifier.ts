import { normaliseForNgrams, readWords, type NgramSettings } from './hash-ngrams.ts';
import { countNgrams, type TextClassifier } from './text-classifier.ts';
import { trainLinearClassifier } from './train-linear-classifier.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** Chosen on banking77 with whole parts of its training split left out; see bench/routing. */
const NGRAMS: NgramSettings = {
  maxWords: 2,
  minCharacters: 2,
  maxCharacters: 4,
  pairsWithin: 30,
  buckets: 2 ** 18,
};
/** A few texts can be gone through often, and all of them are needed to calibrate. */
const FEW_TEXTS = { epochs: 20, minSources: 1, folds: 3, heldOutFolds: 3 } as const;
const MANY_TEXTS = { epochs: 6, minSources: 2, folds: 4, heldOutFolds: 1 } as const;
const MANY = 2_000;
const TRAINING = { learningRate: 0.7, decay: 1e-6, smoothing: 0.1 } as const;

/**
 * Trains a classifier of short texts: at least two labels, from about five texts of each. The same texts and the same
 * random numbers give the same classifier. Takes seconds for thousands of texts.
 */
export function trainTextClassifier(
  examples: readonly LabelledText[],
  random: () => number,
): TextClassifier {
  const read = examples.map(({ text, label }) => ({
    label,
    words: readWords(normaliseForNgrams(text)),
  }));
  const counts = new Map<string, number>();
  for (const word of read.flatMap(({ words }) => words)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const linear = trainLinearClassifier(
    read.map(({ words, label }) => ({ parts: [countNgrams(words, NGRAMS)], label, weight: 1 })),
    { ...TRAINING, ...(examples.length < MANY ? FEW_TEXTS : MANY_TEXTS), random },
  );
  return { ngrams: NGRAMS, words: counts, linear };
}
