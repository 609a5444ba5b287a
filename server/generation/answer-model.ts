/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const ANSWER_MODEL = {
  version: 'logistic@1',
  intercept: -4.556,
  coefficients: {
    quoted_share: 2.025,
    held_terms: 0.4717,
    lead: 0.3493,
    fit: 1.489,
    misfit: -1.418,
    verdict: 0.923,
    near: -1.366,
    rank: -0.1843,
    confidence: 0.5888,
  },
} as const;
