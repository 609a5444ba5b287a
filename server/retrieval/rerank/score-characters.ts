import { gramsOf, type ChunkFeatures } from './chunk-features.ts';
import type { QuestionFeatures } from './question-features.ts';

const K1 = 1.2;
const B = 0.75;

/**
 * BM25 over runs of four characters (McNamee and Mayfield 2004) with the statistics of the candidates alone:
 * it forgives spelling, inflection and compounds. One score for each chunk, in order.
 */
export function scoreCharacters(
  question: QuestionFeatures,
  chunks: readonly ChunkFeatures[],
): readonly number[] {
  const matchesOf = createWordMatcher(question);
  const counts = chunks.map((chunk) => countMatches(chunk, matchesOf));
  const holders = new Map<string, number>();
  for (const grams of counts) {
    for (const gram of grams.keys()) holders.set(gram, (holders.get(gram) ?? 0) + 1);
  }
  const weights = new Map(
    [...holders].map(([gram, holderCount]) => {
      const idf = Math.log(1 + (chunks.length - holderCount + 0.5) / (holderCount + 0.5));
      return [gram, idf * (question.grams.get(gram) ?? 0)];
    }),
  );
  const averageLength =
    chunks.reduce((total, chunk) => total + chunk.gramCount, 0) / Math.max(1, chunks.length);
  return chunks.map(({ gramCount }, index) => {
    const length = K1 * (1 - B + (B * gramCount) / Math.max(1, averageLength));
    let score = 0;
    for (const [gram, count] of counts[index] ?? []) {
      score += ((weights.get(gram) ?? 0) * count * (K1 + 1)) / (count + length);
    }
    return score;
  });
}

type WordMatcher = (word: string) => readonly string[];

/** The runs that a word shares with the question; candidates repeat most of their words. */
function createWordMatcher({ grams }: QuestionFeatures): WordMatcher {
  const known = new Map<string, readonly string[]>();
  return (word) => {
    const remembered = known.get(word);
    if (remembered !== undefined) return remembered;
    const shared = gramsOf(word).filter((gram) => grams.has(gram));
    known.set(word, shared);
    return shared;
  };
}

function countMatches(chunk: ChunkFeatures, matchesOf: WordMatcher): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word, count] of chunk.words) {
    for (const gram of matchesOf(word)) counts.set(gram, (counts.get(gram) ?? 0) + count);
  }
  return counts;
}
