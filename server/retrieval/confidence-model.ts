/** Made by bench/retrieval/train-confidence.ts from judged collections and the demo bank: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@3',
  intercept: -3.704,
  coefficients: {
    bm25_share: 3.154,
    final_lead: 4.474,
    question_length: 0.8986,
    best_title: 0.7287,
    second_bm25: -0.4057,
  },
} as const;
