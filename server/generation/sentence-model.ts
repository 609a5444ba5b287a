/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const SENTENCE_MODEL = {
  version: 'pairwise@1',

  coefficients: {
    own: 4.184,
    related: 8.442,
    above: 5.903,
    beside: 3.059,
    fit: 1.56,
    misfit: -1.56,
    person: 2.894,
    place: 4.114,
    reason: 0.3733,
    steps: 4.662,
    verdict: 1.103,
    near: 1.711,
    rank: -0.3245,
    thin: -0.9414,
    grams: 8.394,
    grams_above: 4.725,
    numbers: 1.637,
  },
} as const;
