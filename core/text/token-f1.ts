/** The harmonic mean of precision and recall over words, however they are ordered (Rajpurkar et al., EMNLP 2016): 0 to 1. */
export function tokenF1(said: readonly string[], wanted: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of said) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    shared += 1;
  }
  if (shared === 0) return 0;
  const precision = shared / said.length;
  const recall = shared / wanted.length;
  return (2 * precision * recall) / (precision + recall);
}
