/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const SENTENCE_MODEL = {
  version: 'pairwise@1',

  coefficients: {
    own: 4.486,
    related: 8.609,
    above: 6.334,
    beside: 3.181,
    fit: 1.561,
    misfit: -1.561,
    person: 2.874,
    place: 4.188,
    reason: 0.3886,
    steps: 3.838,
    verdict: 0.998,
    near: 1.738,
    rank: -0.2883,
    thin: -0.9255,
    grams: 8.19,
    grams_above: 4.732,
    numbers: 1.597,
  },
} as const;
