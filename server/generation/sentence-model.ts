/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const SENTENCE_MODEL = {
  version: 'pairwise@1',

  coefficients: {
    own: 4.173,
    related: 8.439,
    above: 5.864,
    beside: 3.048,
    fit: 1.566,
    misfit: -1.566,
    person: 2.89,
    place: 4.107,
    reason: 0.3737,
    steps: 4.663,
    verdict: 1.104,
    near: 1.705,
    rank: -0.3241,
    thin: -0.9419,
    grams: 8.397,
    grams_above: 4.715,
    numbers: 1.64,
  },
} as const;
