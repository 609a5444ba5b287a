/** Made by bench/retrieval/train-confidence.ts from judged collections and the demo bank: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@2',
  intercept: -1.923,
  coefficients: {
    bm25_share: 1.655,
    final_lead: 5.113,
    question_length: 0.6621,
    best_title: 1.241,
    second_bm25: -1.43,
  },
} as const;
