/** Made by bench/retrieval/train-confidence.ts from judged collections: see there. */
export const CONFIDENCE_MODEL = {
  version: 'logistic@1',
  intercept: -2.408,
  coefficients: {
    best_coverage: 0.6237,
    all_coverage: -0.402,
    best_span: 1.153,
    first_span: 0.5057,
    bm25_share: -0.1677,
    final_lead: 4.002,
    question_length: 0.8882,
    best_title: 1.106,
    second_bm25: -0.3375,
    ninth_bm25: -1.142,
  },
} as const;
