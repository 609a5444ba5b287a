import type { Support } from './measure-support.ts';

/**
 * Logistic weights over shares between 0 and 1; each has the sign that its meaning demands, so more overlap
 * never lowers the score.
 */
const WEIGHTS = {
  bias: -6,
  coverage: 3,
  window: 1.5,
  twoWindows: 2,
  bigrams: 1.5,
  pairs: 2,
  novelRun: -1.5,
} as const;

/** The probability that chunks which cover a claim so support it, 0 to 1, before the typed rules. */
export function scoreSupport(support: Support): number {
  const logit =
    WEIGHTS.bias +
    WEIGHTS.coverage * support.coverage +
    WEIGHTS.window * support.window +
    WEIGHTS.twoWindows * support.twoWindows +
    WEIGHTS.bigrams * support.bigrams +
    WEIGHTS.pairs * support.pairs +
    WEIGHTS.novelRun * support.novelRun;
  return 1 / (1 + Math.exp(-logit));
}
