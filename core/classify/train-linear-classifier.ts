import {
  indexColumns,
  learnFeatureWeights,
  toVector,
  type FeatureWeights,
  type SourcedInput,
} from './feature-weights.ts';
import { fitTemperature, type ScoredExample } from './fit-temperature.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import { measureEnergy, scoreClasses, type SoftmaxModel } from './softmax-model.ts';
import { takeShares } from './take-shares.ts';
import { trainSoftmax, type LabelledVector, type SoftmaxSettings } from './train-softmax.ts';

export interface LabelledInput extends SourcedInput {
  readonly label: string;
  /** 1 for an ordinary example. */
  readonly weight: number;
}

export type LinearTraining = Omit<SoftmaxSettings, 'columns' | 'classes'> & {
  /** Features that fewer sources have are not learnt. */
  readonly minSources: number;
  /** Into so many parts the examples are dealt, at least 2. */
  readonly folds: number;
  /** So many of the parts are left out, one after another, to calibrate on: each costs a training. */
  readonly heldOutFolds: number;
};

/**
 * Trains on examples of at least two labels. Its temperature and what it takes for ordinary come from classifiers that
 * are trained without one part of the examples each; every part has every label in proportion.
 */
export function trainLinearClassifier(
  examples: readonly LabelledInput[],
  training: LinearTraining,
): LinearClassifier {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  if (labels.length < 2) throw new RangeError(`Expected at least 2 labels, got ${labels.length}.`);
  const folds = assignFolds(examples, training);
  const heldOut = Array.from({ length: training.heldOutFolds }, (_, fold) => fold).flatMap(
    (fold) => {
      const rest = examples.filter((_, at) => folds[at] !== fold);
      const fitted = fit(rest, labels, training);
      return score(
        examples.filter((_, at) => folds[at] === fold),
        labels,
        fitted,
      );
    },
  );
  const { features, model } = fit(examples, labels, training);
  return {
    labels,
    features,
    model,
    temperature: fitTemperature(heldOut),
    ordinaryEnergies: takeShares(heldOut.map(({ scores }) => measureEnergy(scores))),
  };
}

interface Fitted {
  readonly features: FeatureWeights;
  readonly model: SoftmaxModel;
}

function fit(
  examples: readonly LabelledInput[],
  labels: readonly string[],
  training: LinearTraining,
): Fitted {
  const features = learnFeatureWeights(examples, training.minSources);
  const columns = indexColumns(features);
  const targets = new Map(labels.map((label, at) => [label, at]));
  const vectors = examples.map(({ parts, label, weight }): LabelledVector => ({
    vector: toVector(parts, features, columns),
    target: targets.get(label) ?? 0,
    weight,
  }));
  const model = trainSoftmax(vectors, {
    ...training,
    columns: features.buckets.length,
    classes: labels.length,
  });
  return { features, model };
}

function score(
  examples: readonly LabelledInput[],
  labels: readonly string[],
  { features, model }: Fitted,
): readonly ScoredExample[] {
  const columns = indexColumns(features);
  return examples.map(({ parts, label, weight }) => {
    const scores = new Float64Array(labels.length);
    scoreClasses(model, toVector(parts, features, columns), scores);
    return { scores, target: labels.indexOf(label), weight };
  });
}

/** The examples of each label are dealt out in random order; those of one source go together. */
function assignFolds(
  examples: readonly LabelledInput[],
  { folds, random }: LinearTraining,
): readonly number[] {
  const drawn = examples.map((example, at) => ({ ...example, at, order: random() }));
  const next = new Map<string, number>();
  const ofSource = new Map<string, number>();
  const assigned = examples.map(() => 0);
  for (const { label, source, at } of drawn.toSorted((left, right) => left.order - right.order)) {
    const shared = source === undefined ? undefined : ofSource.get(source);
    const count = next.get(label) ?? 0;
    const fold = shared ?? count % folds;
    if (shared === undefined) next.set(label, count + 1);
    if (source !== undefined) ofSource.set(source, fold);
    assigned[at] = fold;
  }
  return assigned;
}
