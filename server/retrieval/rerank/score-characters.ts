import type { QuestionFeatures } from './question-features.ts';

const K1 = 1.2;
const B = 0.75;

/**
 * BM25 over runs of four characters (McNamee and Mayfield 2004) with the statistics of the candidates alone:
 * it forgives spelling, inflection and compounds. One score for each text, in order.
 */
export function scoreCharacters(
  { grams }: QuestionFeatures,
  texts: readonly string[],
): readonly number[] {
  const counted = texts.map((text) => grams.count(text));
  const weights = grams.counts.map((inQuestion, gram) => {
    let holders = 0;
    for (const { counts } of counted) holders += Number((counts[gram] ?? 0) > 0);
    return inQuestion * Math.log(1 + (texts.length - holders + 0.5) / (holders + 0.5));
  });
  const totalLength = counted.reduce((sum, { total }) => sum + total, 0);
  const averageLength = Math.max(1, totalLength / Math.max(1, texts.length));
  return counted.map(({ counts, total }) => {
    const length = K1 * (1 - B + (B * total) / averageLength);
    let score = 0;
    for (let gram = 0; gram < weights.length; gram += 1) {
      const count = counts[gram] ?? 0;
      if (count > 0) score += ((weights[gram] ?? 0) * count * (K1 + 1)) / (count + length);
    }
    return score;
  });
}
