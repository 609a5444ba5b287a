import type { Match } from './find-matches.ts';
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
/** Nearness is asked of every pair, so long questions are asked by their most telling terms. */
const MAX_NEAR_TERMS = 48;

/**
 * Pairs count like terms in BM25 (Rasolofo and Savoy 2003): by the less telling of the two, ever less for each
 * further time they meet.
 */
export function measureNearness(question: QuestionFeatures, matches: readonly Match[]): Nearness {
  const telling = matches.filter(({ term }) => term < MAX_NEAR_TERMS);
  const near = new Map<number, number>();
  const adjacent = new Map<number, number>();
  for (let index = 1; index < telling.length; index += 1) {
    const match = telling[index];
    if (match === undefined) break;
    for (let back = index - 1; back >= 0; back -= 1) {
      const earlier = telling[back];
      if (earlier === undefined || match.place - earlier.place >= PROXIMITY_PLACES) break;
      if (earlier.term === match.term) continue;
      countPair(near, earlier, match);
      if (match.place - earlier.place !== 1) continue;
      if (question.neighbours.has(neighbourKey(earlier.term, match.term))) {
        countPair(adjacent, earlier, match);
      }
    }
  }
  return {
    neighbours: sumPairs(adjacent, question),
    proximity: sumPairs(near, question),
    span: measureSpan(telling, question),
  };
}

/** By the less telling of the two, which is the later among the question's terms, and the other. */
function countPair(counts: Map<number, number>, left: Match, right: Match): void {
  const pair = Math.max(left.term, right.term) * MAX_NEAR_TERMS + Math.min(left.term, right.term);
  counts.set(pair, (counts.get(pair) ?? 0) + 1);
}

function sumPairs(counts: ReadonlyMap<number, number>, question: QuestionFeatures): number {
  let sum = 0;
  for (const [pair, count] of counts) {
    const weight = weightAt(question, Math.floor(pair / MAX_NEAR_TERMS));
    sum += (weight * count * (K1 + 1)) / (count + K1);
  }
  return sum;
}

function weightAt({ terms }: QuestionFeatures, index: number): number {
  return terms[index]?.weight ?? 0;
}

/** Slides a window over the matches; each term counts once in it. */
function measureSpan(matches: readonly Match[], question: QuestionFeatures): number {
  const counts = new Uint32Array(MAX_NEAR_TERMS);
  let first = 0;
  let covered = 0;
  let best = 0;
  for (const match of matches) {
    const count = counts[match.term] ?? 0;
    if (count === 0) covered += weightAt(question, match.term);
    counts[match.term] = count + 1;
    for (let left = matches[first]; left !== undefined; left = matches[first]) {
      if (match.place - left.place < SPAN_PLACES) break;
      const remaining = (counts[left.term] ?? 1) - 1;
      counts[left.term] = remaining;
      if (remaining === 0) covered -= weightAt(question, left.term);
      first += 1;
    }
    best = Math.max(best, covered);
  }
  return question.totalWeight === 0 ? 0 : best / question.totalWeight;
}
