import type { Support } from './measure-support.ts';

/**
 * Logistic weights over shares between 0 and 1, fitted with the sign of each held fixed, so that more overlap
 * never lowers the score, then rounded. Fitted on half of the questions of RAGTruth-QA (train) and of
 * AttributionBench (dev), both classes weighing the same; the other halves gave the measured figures.
 */
const WEIGHTS = {
  bias: -2.6,
  coverage: 1,
  window: 1.2,
  twoWindows: 0.8,
  bigrams: 1.6,
  pairs: 0.8,
} as const;

/** The probability that chunks which cover a claim so support it, 0 to 1, before the typed rules. */
export function scoreSupport(support: Support): number {
  const logit =
    WEIGHTS.bias +
    WEIGHTS.coverage * support.coverage +
    WEIGHTS.window * support.window +
    WEIGHTS.twoWindows * support.twoWindows +
    WEIGHTS.bigrams * support.bigrams +
    WEIGHTS.pairs * support.pairs;
  return 1 / (1 + Math.exp(-logit));
}
