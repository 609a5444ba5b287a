/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const ANSWER_MODEL = {
  version: 'logistic@1',
  intercept: -4.454,
  coefficients: {
    quoted_share: 1.988,
    held_terms: 0.4637,
    lead: 0.3211,
    fit: 1.392,
    misfit: -1.436,
    verdict: 1.033,
    near: -1.287,
    rank: -0.1182,
    confidence: 0.6021,
  },
} as const;
