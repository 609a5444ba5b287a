import { blendModels, blendScores, chooseBlend, type ModelScores } from './blend-models.ts';
import { createWordCorrector, type WordCounts } from './correct-words.ts';
import {
  indexColumns,
  learnFeatureWeights,
  toVector,
  type FeatureWeights,
  type InputParts,
  type SparseVector,
} from './feature-weights.ts';
import { fitTemperature } from './fit-temperature.ts';
import { trainNaiveBayes } from './naive-bayes.ts';
import {
  countTextParts,
  PART_NAMES,
  readTextWords,
  type PartName,
  type TextWords,
} from './read-text-parts.ts';
import { sampleEvenly } from './sample-evenly.ts';
import { shuffle } from './shuffle.ts';
import { measureEnergy, scoreClasses, type SoftmaxModel } from './softmax-model.ts';
import type { TextClassifier } from './text-classifier.ts';
import { takeShares } from './take-shares.ts';
import { trainHinge, type TargetVector } from './train-hinge.ts';

export interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/** What classifiers that did not see an example say of it. */
export interface HeldOutExample {
  /** Its place among the examples. */
  readonly at: number;
  readonly fold: number;
  readonly target: number;
  /** Not calibrated. */
  readonly scores: Float64Array;
}

export interface TrainedTextClassifier {
  readonly classifier: TextClassifier;
  /** Each example once, in their order. */
  readonly heldOut: readonly HeldOutExample[];
  readonly folds: number;
}

/** A few texts can be gone through often, and a feature that only one has may count. */
const FEW_TEXTS = {
  epochs: 12,
  cost: 1,
  minSources: 1,
  parts: PART_NAMES,
  /** What is rare in a few texts need not be telling. */
  rarityPower: 0.5,
} as const;
/** They say themselves which words mean the same. */
const MANY_TEXTS = {
  epochs: 6,
  cost: 1,
  minSources: 2,
  parts: ['words', 'pieces', 'terms'],
  rarityPower: 1,
} as const;
/** From here on the second is as right and four times as fast. */
const MANY = 1_000;
const FOLDS = 5;
const FOLDS_OF_LARGE = 3;
/** Examples times labels: what takes minutes is not done six times. */
const LARGE = 2_000_000;
/** A name says what its label means. */
const NAME_SEPARATORS = /[\s_./:-]+/gu;
const MIN_TEMPERATURE = 0.01;
const CALIBRATED_ON = 4_000;

/**
 * Trains a classifier of short texts: at least two labels, from about five texts of each. The same texts and the same
 * random numbers give the same classifier. Takes seconds for thousands of texts.
 */
export function trainTextClassifier(
  examples: readonly LabelledText[],
  random: () => number,
): TrainedTextClassifier {
  const labels = [...new Set(examples.map(({ label }) => label))].toSorted();
  if (labels.length < 2) throw new RangeError(`Expected at least 2 labels, got ${labels.length}.`);
  const targets = new Map(labels.map((label, at) => [label, at]));
  const settings = examples.length < MANY ? FEW_TEXTS : MANY_TEXTS;
  const read = (text: string, label: string): ReadText => {
    const words = readTextWords(text);
    const parts = countTextParts(words, settings.parts);
    return { ...words, parts, target: targets.get(label) ?? 0 };
  };
  const texts = examples.map(({ text, label }) => read(text, label));
  const names = labels.map((label) => read(label.replaceAll(NAME_SEPARATORS, ' '), label));
  const fit = (some: readonly ReadText[]) =>
    fitTexts([...some, ...names], {
      ...settings,
      classes: labels.length,
      random,
    });
  const count = examples.length * labels.length > LARGE ? FOLDS_OF_LARGE : FOLDS;
  const folds = dealFolds(texts, count, random);
  const scored = holdOut(texts, folds, { fit, parts: settings.parts });
  const blend = chooseBlend(scored);
  const heldOut = scored.map((example): HeldOutExample => ({
    at: example.at,
    fold: example.fold,
    target: example.target,
    scores: blendScores(example, blend),
  }));
  const temperature = fitTemperature(
    sampleEvenly(heldOut, CALIBRATED_ON).map((example) => ({ ...example, weight: 1 })),
    MIN_TEMPERATURE,
  );
  const { words, features, vectors, model: separating } = fit(texts);
  const model = blendModels(separating, vectors, blend);
  const energies = heldOut.map(({ scores }) =>
    measureEnergy(scores.map((score) => score / temperature)),
  );
  return {
    classifier: {
      parts: settings.parts,
      words,
      linear: {
        labels,
        features,
        model: {
          ...model,
          weights: model.weights.map((weight) => weight / temperature),
          bias: model.bias.map((bias) => bias / temperature),
        },
        temperature: 1,
        ordinaryEnergies: takeShares(energies),
      },
    },
    heldOut,
    folds: count,
  };
}

interface ReadText extends TextWords {
  readonly parts: InputParts;
  readonly target: number;
}

interface Fitted {
  readonly words: WordCounts;
  readonly features: FeatureWeights;
  readonly vectors: readonly TargetVector[];
  readonly model: SoftmaxModel;
}

type Fit = (texts: readonly ReadText[]) => Fitted;

function fitTexts(
  texts: readonly ReadText[],
  training: {
    readonly epochs: number;
    readonly cost: number;
    readonly minSources: number;
    readonly rarityPower: number;
    readonly classes: number;
    readonly random: () => number;
  },
): Fitted {
  const words = new Map<string, number>();
  for (const text of texts) {
    for (const word of text.words) words.set(word, (words.get(word) ?? 0) + 1);
  }
  const features = flatten(learnFeatureWeights(texts, training.minSources), training.rarityPower);
  const columns = indexColumns(features);
  const vectors = texts.map(({ parts, target }) => ({
    vector: toVector(parts, features, columns),
    target,
  }));
  const model = trainHinge(vectors, { ...training, columns: features.buckets.length });
  return { words, features, vectors, model };
}

function flatten(features: FeatureWeights, power: number): FeatureWeights {
  return {
    buckets: features.buckets,
    rarity: features.rarity.map((rarity) => rarity ** power),
    unseenRarity: features.unseenRarity ** power,
  };
}

/** The examples of each label are dealt out in random order. */
function dealFolds(
  texts: readonly ReadText[],
  folds: number,
  random: () => number,
): readonly number[] {
  const order = [...texts.keys()];
  shuffle(order, random);
  const dealt = new Map<number, number>();
  const assigned = texts.map(() => 0);
  for (const at of order) {
    const target = texts[at]?.target ?? 0;
    const count = dealt.get(target) ?? 0;
    dealt.set(target, count + 1);
    assigned[at] = (count + target) % folds;
  }
  return assigned;
}

interface ScoredText extends ModelScores {
  readonly at: number;
  readonly fold: number;
}

/** Each example is scored by what is trained without its fold, read as a new text would be. */
function holdOut(
  texts: readonly ReadText[],
  folds: readonly number[],
  { fit, parts: names }: { readonly fit: Fit; readonly parts: readonly PartName[] },
): readonly ScoredText[] {
  const examples: ScoredText[] = [];
  for (const fold of new Set(folds)) {
    const fitted = fit(texts.filter((_, at) => folds[at] !== fold));
    const { features } = fitted;
    const score = openModels(fitted);
    const columns = indexColumns(features);
    const correct = createWordCorrector(fitted.words);
    for (const [at, { words, opening, parts, target }] of texts.entries()) {
      if (folds[at] !== fold) continue;
      const corrected = words.map(correct);
      const isSame = corrected.every((word, place) => word === words[place]);
      const read = isSame ? parts : countTextParts({ words: corrected, opening }, names);
      examples.push({ at, fold, target, ...score(toVector(read, features, columns)) });
    }
  }
  return examples.toSorted((left, right) => left.at - right.at);
}

function openModels({ features, vectors, model }: Fitted) {
  const settings = { columns: features.buckets.length, classes: model.classes };
  const plain = trainNaiveBayes(vectors, 'plain', settings);
  const complement = trainNaiveBayes(vectors, 'complement', settings);
  return (vector: SparseVector): Pick<ModelScores, 'separating' | 'bayes'> => ({
    separating: scoreBy(model, vector),
    bayes: { plain: scoreBy(plain, vector), complement: scoreBy(complement, vector) },
  });
}

function scoreBy(model: SoftmaxModel, vector: SparseVector): Float64Array {
  const scores = new Float64Array(model.classes);
  scoreClasses(model, vector, scores);
  return scores;
}
