import type { Support } from './measure-support.ts';

/**
 * Logistic weights over shares between 0 and 1, each with the sign that its meaning demands, so that more
 * overlap never lowers the score. Round numbers near a fit on half of the questions of RAGTruth-QA (train)
 * and AttributionBench (dev), both classes weighing the same; the fit itself does no better on the rest.
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
