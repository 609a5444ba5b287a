import {
  decodeClassifier,
  type EncodedClassifier,
} from '../../core/classify/encoded-classifier.ts';
import type { LinearClassifier } from '../../core/classify/linear-classifier.ts';
import { toProbabilities } from '../../core/classify/softmax-model.ts';
import {
  bucketOf,
  partOf,
  readTopicWords,
  TOPIC_BUCKETS,
  TOPIC_PARTS,
  visitTopicFeatures,
} from './read-topic-features.ts';

/** What a model of topics makes of a text. */
export interface TopicReading {
  /** 0–1, by the piece of the text that speaks most for the topic. */
  readonly probabilityOf: (topic: string) => number;
  /** The words that spoke most for the topic, the strongest first. */
  readonly why: (topic: string) => readonly string[];
}

/** A longer text, or one of several lines, is also read piece by piece: a case may stand among much else. */
const LONG_CHARS = 160;
const VERY_LONG_CHARS = 600;
const PIECE_END = /(?<=[.!?])\s+|\n+/u;
const MIN_PIECE_CHARS = 12;
const SHOWN_WORDS = 6;

/** Builds the look-ups of a model once, for many texts. */
export function openTopicModel(model: EncodedClassifier): (text: string) => TopicReading {
  const scorer = createScorer(decodeClassifier(model));
  return (text) => {
    const pieces = cutIntoPieces(text).map((piece) => {
      const words = readTopicWords(piece);
      return { words, probabilities: scorer.score(words) };
    });
    const strongest = (label: number) => {
      let best = { probability: 0, words: pieces[0]?.words ?? [] };
      for (const { words, probabilities } of pieces) {
        const probability = probabilities[label] ?? 0;
        if (probability > best.probability) best = { probability, words };
      }
      return best;
    };
    return {
      probabilityOf: (topic) => strongest(model.labels.indexOf(topic)).probability,
      why: (topic) => {
        const label = model.labels.indexOf(topic);
        return scorer.explain(strongest(label).words, label);
      },
    };
  };
}

/** The whole, where that is long its sentences and lines, too, and where it is very long those alone. */
export function cutIntoPieces(text: string): readonly string[] {
  const whole = text.trim();
  if (whole.length <= LONG_CHARS && !whole.includes('\n')) return [whole];
  const pieces = whole.split(PIECE_END).filter((piece) => piece.length > MIN_PIECE_CHARS);
  return whole.length <= VERY_LONG_CHARS || pieces.length === 0 ? [whole, ...pieces] : pieces;
}

interface TopicScorer {
  /** The probability of each label. */
  readonly score: (words: readonly string[]) => Float64Array;
  readonly explain: (words: readonly string[], label: number) => readonly string[];
}

/** As `toVector` and `scoreClasses` do it, by tables: each feature counts once, each part has length 1. */
function createScorer({ features, model }: LinearClassifier): TopicScorer {
  const { classes, weights, bias } = model;
  // Of each bucket the column, and beside it the text that it was last seen in: one place in memory.
  const table = new Int32Array(2 * TOPIC_BUCKETS).fill(-1);
  for (const [column, bucket] of features.buckets.entries()) table[2 * bucket] = column;
  const totals = Float64Array.from(features.buckets, (_, column) =>
    weights.subarray(column * classes, (column + 1) * classes).reduce((sum, one) => sum + one, 0),
  );
  const sums = new Float64Array(TOPIC_PARTS * classes);
  const squares = new Float64Array(TOPIC_PARTS);
  let text = 0;
  const valueOf = (column: number) =>
    column === -1 ? features.unseenRarity : (features.rarity[column] ?? 0);

  function add(feature: number): void {
    const place = 2 * bucketOf(feature);
    if (table[place + 1] === text) return;
    table[place + 1] = text;
    const column = table[place] ?? -1;
    const part = partOf(feature);
    const value = valueOf(column);
    squares[part] = (squares[part] ?? 0) + value * value;
    if (column === -1) return;
    let from = column * classes;
    const end = part * classes + classes;
    for (let at = part * classes; at < end; at += 1, from += 1) {
      sums[at] = (sums[at] ?? 0) + (weights[from] ?? 0) * value;
    }
  }

  function score(words: readonly string[]): Float64Array {
    sums.fill(0);
    squares.fill(0);
    text += 1;
    visitTopicFeatures(words, add);
    const scores = new Float64Array(bias);
    for (let part = 0, at = 0; part < TOPIC_PARTS; part += 1) {
      const length = Math.sqrt(squares[part] ?? 0) || 1;
      for (let k = 0; k < classes; k += 1, at += 1) {
        scores[k] = (scores[k] ?? 0) + (sums[at] ?? 0) / length;
      }
    }
    toProbabilities(scores, 1);
    return scores;
  }

  /** Half of what a feature weighs over the mean of the other labels; null for what was never seen. */
  function halfOf(feature: number, label: number): number | null {
    const column = table[2 * bucketOf(feature)] ?? -1;
    if (column === -1) return null;
    const own = weights[column * classes + label] ?? 0;
    const others = ((totals[column] ?? 0) - own) / (classes - 1);
    return ((own - others) * valueOf(column)) / 2;
  }

  return { score, explain: (words, label) => explain(words, (feature) => halfOf(feature, label)) };
}

/** A feature's weight goes to the two words that it was read from. */
function explain(
  words: readonly string[],
  halfOf: (feature: number) => number | null,
): readonly string[] {
  const byWord = new Map<string, number>();
  visitTopicFeatures(words, (feature, first, last) => {
    const half = halfOf(feature);
    if (half === null) return;
    const from = words[first] ?? '';
    const to = words[last] ?? '';
    byWord.set(from, (byWord.get(from) ?? 0) + half);
    byWord.set(to, (byWord.get(to) ?? 0) + half);
  });
  return [...byWord]
    .filter(([word, weight]) => weight > 0 && /[\p{L}\p{N}]/u.test(word))
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, SHOWN_WORDS)
    .map(([word]) => word);
}
