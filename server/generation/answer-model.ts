/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const ANSWER_MODEL = {
  version: 'logistic@1',
  intercept: -4.872,
  coefficients: {
    quoted_share: 1.996,
    held_terms: 0.513,
    lead: 0.3183,
    fit: 1.438,
    misfit: -1.481,
    verdict: 1.067,
    near: -1.41,
    rank: -0.08467,
    confidence: 0.5835,
  },
} as const;
