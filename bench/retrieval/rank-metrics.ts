/**
 * Normalised discounted cumulative gain of the first ten, for judgements of yes and no (Järvelin and Kekäläinen
 * 2002). 0–1.
 */
export function ndcgAt10(ranking: readonly string[], relevant: ReadonlySet<string>): number {
  const gain = (rank: number) => 1 / Math.log2(rank + 2);
  let found = 0;
  let best = 0;
  for (let rank = 0; rank < 10; rank += 1) {
    if (relevant.has(ranking[rank] ?? '')) found += gain(rank);
    if (rank < relevant.size) best += gain(rank);
  }
  return best === 0 ? 0 : found / best;
}

/** The share of what is relevant among the first so many. */
export function recallAt(depth: number, ranking: readonly string[], relevant: ReadonlySet<string>) {
  const found = ranking.slice(0, depth).filter((id) => relevant.has(id)).length;
  return relevant.size === 0 ? 0 : found / relevant.size;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/**
 * Two-sided p of a paired randomisation test (Smucker, Allan and Carterette 2007): how often a difference of the
 * means as large comes about when each pair is swapped by chance. `random` gives numbers in [0, 1).
 */
export function pairedP(
  left: readonly number[],
  right: readonly number[],
  random: () => number,
): number {
  const differences = left.map((value, index) => value - (right[index] ?? 0));
  const observed = Math.abs(mean(differences));
  let asLarge = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const sum = differences.reduce((total, one) => total + (random() < 0.5 ? one : -one), 0);
    if (Math.abs(sum / differences.length) >= observed - 1e-12) asLarge += 1;
  }
  return (asLarge + 1) / (ROUNDS + 1);
}

const ROUNDS = 10_000;
