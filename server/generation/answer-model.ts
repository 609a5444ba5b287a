/** Made by bench/answer/train-answers.ts from the tuning questions about the demo bank: see there. */
export const ANSWER_MODEL = {
  version: 'logistic@1',
  intercept: -4.815,
  coefficients: {
    quoted_share: 2.055,
    held_terms: 0.4837,
    lead: 0.3042,
    fit: 1.443,
    misfit: -1.47,
    verdict: 1.07,
    near: -1.26,
    rank: -0.1144,
    confidence: 0.5756,
  },
} as const;
