/** What a classifier said of an example that it was not trained on. */
export interface Guess {
  readonly label: string;
  readonly guess: string;
  readonly probability: number;
}

const BINS = 15;

export function accuracyOf(guesses: readonly Guess[]): number {
  return guesses.filter(({ label, guess }) => label === guess).length / guesses.length;
}

/** Accuracy on the share of the examples of which the classifier is surest. */
export function accuracyAtCoverage(guesses: readonly Guess[], share: number): number {
  const surest = guesses.toSorted((left, right) => right.probability - left.probability);
  return accuracyOf(surest.slice(0, Math.floor(share * guesses.length)));
}

/** Mean of the labels' F1. */
export function macroF1(guesses: readonly Guess[]): number {
  const labels = [...new Set(guesses.map(({ label }) => label))];
  const scores = labels.map((one) => {
    const right = guesses.filter(({ label, guess }) => label === one && guess === one).length;
    const named = guesses.filter(({ guess }) => guess === one).length;
    const there = guesses.filter(({ label }) => label === one).length;
    return (2 * right) / (named + there);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Expected calibration error over 15 bins of equal width (M. P. Naeini et al. 2015). */
export function calibrationErrorOf(guesses: readonly Guess[]): number {
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, right: 0 }));
  for (const { label, guess, probability } of guesses) {
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    if (bin === undefined) continue;
    bin.confidence += probability;
    bin.right += Number(label === guess);
  }
  return (
    bins.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) /
    guesses.length
  );
}
