import type { ChunkFeatures } from './chunk-features.ts';
import { neighbourKey, type QuestionFeatures } from './question-features.ts';

/** How the question's terms stand together in a chunk; each is 0 where at most one of them does. */
export interface Nearness {
  /** Neighbours of the question that are neighbours in the chunk, in the same order. */
  readonly neighbours: number;
  /** Any two terms within eight places of each other. */
  readonly proximity: number;
  /** The share of the question, by weight, that the best ten places in a row hold. */
  readonly span: number;
}

const PROXIMITY_PLACES = 8;
const SPAN_PLACES = 10;
const K1 = 1.2;

/**
 * Pairs count like terms in BM25 (Rasolofo and Savoy 2003): by the less telling of the two, ever less for each
 * further time they meet.
 */
export function measureNearness(question: QuestionFeatures, chunk: ChunkFeatures): Nearness {
  const matches = findMatches(question, chunk);
  const near = new Map<number, number>();
  const adjacent = new Map<number, number>();
  const pairOf = (left: number, right: number) =>
    Math.min(left, right) * question.nearTerms.length + Math.max(left, right);
  for (const [index, match] of matches.entries()) {
    for (let back = index - 1; back >= 0; back -= 1) {
      const earlier = matches[back];
      if (earlier === undefined || match.place - earlier.place >= PROXIMITY_PLACES) break;
      if (earlier.term === match.term) continue;
      const pair = pairOf(earlier.term, match.term);
      near.set(pair, (near.get(pair) ?? 0) + 1);
      if (match.place - earlier.place !== 1) continue;
      const key = neighbourKey(termAt(question, earlier.term), termAt(question, match.term));
      if (question.neighbours.has(key)) adjacent.set(pair, (adjacent.get(pair) ?? 0) + 1);
    }
  }
  return {
    neighbours: sumPairs(adjacent, question),
    proximity: sumPairs(near, question),
    span: measureSpan(matches, question),
  };
}

interface Match {
  readonly place: number;
  /** Index among the near terms. */
  readonly term: number;
  readonly weight: number;
}

function findMatches(question: QuestionFeatures, chunk: ChunkFeatures): readonly Match[] {
  return question.nearTerms
    .flatMap((name, term) => {
      const weight = question.weights.get(name) ?? 0;
      return (chunk.places.get(name) ?? []).map((place) => ({ place, term, weight }));
    })
    .toSorted((left, right) => left.place - right.place);
}

function termAt({ nearTerms }: QuestionFeatures, index: number): string {
  return nearTerms[index] ?? '';
}

function sumPairs(counts: ReadonlyMap<number, number>, question: QuestionFeatures): number {
  const size = question.nearTerms.length;
  const weightAt = (index: number) => question.weights.get(termAt(question, index)) ?? 0;
  let sum = 0;
  for (const [pair, count] of counts) {
    const weight = Math.min(weightAt(Math.floor(pair / size)), weightAt(pair % size));
    sum += (weight * count * (K1 + 1)) / (count + K1);
  }
  return sum;
}

/** Slides a window over the matches; each term counts once in it. */
function measureSpan(matches: readonly Match[], question: QuestionFeatures): number {
  const counts = new Map<number, number>();
  let first = 0;
  let covered = 0;
  let best = 0;
  for (const match of matches) {
    const count = counts.get(match.term) ?? 0;
    if (count === 0) covered += match.weight;
    counts.set(match.term, count + 1);
    for (let left = matches[first]; left !== undefined; left = matches[first]) {
      if (match.place - left.place < SPAN_PLACES) break;
      const remaining = (counts.get(left.term) ?? 1) - 1;
      counts.set(left.term, remaining);
      if (remaining === 0) covered -= left.weight;
      first += 1;
    }
    best = Math.max(best, covered);
  }
  return question.totalWeight === 0 ? 0 : best / question.totalWeight;
}
