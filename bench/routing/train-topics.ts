import {
  encodeClassifier,
  type EncodedClassifier,
} from '../../core/classify/encoded-classifier.ts';
import {
  type InputParts,
  indexColumns,
  learnFeatureWeights,
  toVector,
} from '../../core/classify/feature-weights.ts';
import { trainSoftmax } from '../../core/classify/train-softmax.ts';
import {
  bucketOf,
  partOf,
  readTopicWords,
  TOPIC_PARTS,
  visitTopicFeatures,
} from '../../server/routing/read-topic-features.ts';
import { cutIntoPieces } from '../../server/routing/recognise-topic.ts';
import { createRandom } from '../random.ts';
import type { TopicExample } from './topic-examples.ts';

const TRAINING = { epochs: 20, learningRate: 0.1, decay: 1e-4, smoothing: 0.02 } as const;
const MIN_SOURCES = 4;
/** What is rare in a few texts need not be telling. */
const RARITY_POWER = 0.5;
const MAX_COLUMNS = 12_000;
/** A piece of an ordinary text is ordinary, too; which piece of a regulated one is the case nobody has said. */
const PIECE_WEIGHT = 0.5;

/** A logistic model of the topics among the kinds of ordinary texts. */
export function trainTopics(examples: readonly TopicExample[]): EncodedClassifier {
  const units = examples.flatMap((example) => {
    const [whole = '', ...pieces] = cutIntoPieces(example.text);
    const { label, weight, isRegulated } = example;
    const rest = isRegulated ? [] : pieces;
    return [
      { label, weight, parts: read(whole) },
      ...rest.map((piece) => ({ label, weight: weight * PIECE_WEIGHT, parts: read(piece) })),
    ];
  });
  const learnt = learnFeatureWeights(units, MIN_SOURCES);
  const features = {
    buckets: learnt.buckets,
    rarity: learnt.rarity.map((rarity) => rarity ** RARITY_POWER),
    unseenRarity: learnt.unseenRarity ** RARITY_POWER,
  };
  const columns = indexColumns(features);
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  const model = trainSoftmax(
    units.map(({ label, weight, parts }) => ({
      vector: toVector(parts, features, columns),
      target: labels.indexOf(label),
      weight,
    })),
    {
      ...TRAINING,
      columns: features.buckets.length,
      classes: labels.length,
      random: createRandom(1),
    },
  );
  const trained = { labels, features, model, temperature: 1, ordinaryEnergies: [] };
  return encodeClassifier(trained, MAX_COLUMNS);
}

/** A feature counts once, however often it occurs. */
function read(text: string): InputParts {
  const parts = Array.from({ length: TOPIC_PARTS }, () => new Map<number, number>());
  visitTopicFeatures(readTopicWords(text), (feature) =>
    parts[partOf(feature)]?.set(bucketOf(feature), 1),
  );
  return parts;
}
