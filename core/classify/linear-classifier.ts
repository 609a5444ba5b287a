import {
  indexColumns,
  toVector,
  type ColumnLookUp,
  type FeatureWeights,
  type InputParts,
} from './feature-weights.ts';
import {
  measureEnergy,
  scoreClasses,
  toProbabilities,
  type SoftmaxModel,
} from './softmax-model.ts';

/** A trained classifier: plain data. */
export interface LinearClassifier {
  readonly labels: readonly string[];
  readonly features: FeatureWeights;
  readonly model: SoftmaxModel;
  /** What scores are divided by, so that probabilities come true. */
  readonly temperature: number;
  /** Energies of inputs that it was not trained on, ascending, at even shares: what is ordinary. */
  readonly ordinaryEnergies: readonly number[];
}

export interface LabelProbability {
  readonly label: string;
  readonly probability: number;
}

export interface ClassifierOutcome {
  /** Every label, the most probable first. */
  readonly ranked: readonly LabelProbability[];
  /** Share of ordinary inputs that look more familiar, 0–1: near 1 is unlike all that was learnt. */
  readonly oddity: number;
}

export interface OpenClassifier {
  readonly classify: (parts: InputParts) => ClassifierOutcome;
  /** What each bucket adds to a label's score over the mean of the others. */
  readonly weigh: (parts: InputParts, label: string) => ReadonlyMap<number, number>;
}

/** Builds the look-ups of a classifier once, for many inputs. */
export function openClassifier(classifier: LinearClassifier): OpenClassifier {
  const columns = indexColumns(classifier.features);
  return {
    classify: (parts) => classify(classifier, parts, columns),
    weigh: (parts, label) => weigh(classifier, { parts, label }, columns),
  };
}

function classify(
  { labels, features, model, temperature, ordinaryEnergies }: LinearClassifier,
  parts: InputParts,
  columns: ColumnLookUp,
): ClassifierOutcome {
  const scores = new Float64Array(labels.length);
  scoreClasses(model, toVector(parts, features, columns), scores);
  const energy = measureEnergy(scores);
  toProbabilities(scores, temperature);
  const ranked = labels
    .map((label, at) => ({ label, probability: scores[at] ?? 0 }))
    .toSorted((left, right) => right.probability - left.probability);
  return { ranked, oddity: shareAbove(ordinaryEnergies, energy) };
}

function weigh(
  { labels, features, model }: LinearClassifier,
  { parts, label }: { readonly parts: InputParts; readonly label: string },
  columns: ColumnLookUp,
): ReadonlyMap<number, number> {
  const { classes, weights } = model;
  const chosen = labels.indexOf(label);
  const { indices, values } = toVector(parts, features, columns);
  const contributions = new Map<number, number>();
  for (const [at, column] of indices.entries()) {
    const row = weights.subarray(column * classes, (column + 1) * classes);
    const own = row[chosen] ?? 0;
    const others = (row.reduce((sum, weight) => sum + weight, 0) - own) / Math.max(1, classes - 1);
    const bucket = features.buckets[column] ?? 0;
    const value = (own - others) * (values[at] ?? 0);
    contributions.set(bucket, (contributions.get(bucket) ?? 0) + value);
  }
  return contributions;
}

/** Share of an ascending list that is greater. */
function shareAbove(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return ascending.length === 0 ? 0 : 1 - low / ascending.length;
}
