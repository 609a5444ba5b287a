/** Made by bench/retrieval/train-confidence.ts from judged collections and the demo bank: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@3',
  intercept: -3.543,
  coefficients: {
    bm25_share: 3.08,
    final_lead: 4.401,
    question_length: 0.8822,
    best_title: 0.7156,
    second_bm25: -0.4798,
  },
} as const;
