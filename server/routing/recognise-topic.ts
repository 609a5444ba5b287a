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
  const columns = new Int32Array(TOPIC_BUCKETS).fill(-1);
  for (const [column, bucket] of features.buckets.entries()) columns[bucket] = column;
  const seenIn = new Int32Array(TOPIC_BUCKETS);
  let text = 0;
  const valueOf = (column: number) =>
    column === -1 ? features.unseenRarity : (features.rarity[column] ?? 0);

  function score(words: readonly string[]): Float64Array {
    const sums = new Float64Array(TOPIC_PARTS * classes);
    const squares = new Float64Array(TOPIC_PARTS);
    text += 1;
    visitTopicFeatures(words, (feature) => {
      const part = partOf(feature);
      const bucket = bucketOf(feature);
      if (seenIn[bucket] === text) return;
      seenIn[bucket] = text;
      const column = columns[bucket] ?? -1;
      const value = valueOf(column);
      squares[part] = (squares[part] ?? 0) + value * value;
      if (column === -1) return;
      const base = column * classes;
      for (let k = 0; k < classes; k += 1) {
        const at = part * classes + k;
        sums[at] = (sums[at] ?? 0) + (weights[base + k] ?? 0) * value;
      }
    });
    const scores = Float64Array.from(bias);
    for (const [at, sum] of sums.entries()) {
      const length = Math.sqrt(squares[Math.floor(at / classes)] ?? 0) || 1;
      scores[at % classes] = (scores[at % classes] ?? 0) + sum / length;
    }
    toProbabilities(scores, 1);
    return scores;
  }

  /** A feature's weight over the mean of the other labels goes to the words that it was read from. */
  function explain(words: readonly string[], label: number): readonly string[] {
    const byWord = new Map<string, number>();
    visitTopicFeatures(words, (feature, first, last) => {
      const column = columns[bucketOf(feature)] ?? -1;
      if (column === -1) return;
      const row = weights.subarray(column * classes, (column + 1) * classes);
      const own = row[label] ?? 0;
      const others = (row.reduce((sum, weight) => sum + weight, 0) - own) / (classes - 1);
      for (const word of [words[first] ?? '', words[last] ?? '']) {
        byWord.set(word, (byWord.get(word) ?? 0) + ((own - others) * valueOf(column)) / 2);
      }
    });
    return [...byWord]
      .filter(([word, weight]) => weight > 0 && /[\p{L}\p{N}]/u.test(word))
      .toSorted(([, left], [, right]) => right - left)
      .slice(0, SHOWN_WORDS)
      .map(([word]) => word);
  }

  return { score, explain };
}
