import { encodeClassifier } from '../../core/classify/encoded-classifier.ts';
import { trainLinearClassifier } from '../../core/classify/train-linear-classifier.ts';
import { trainSoftmax } from '../../core/classify/train-softmax.ts';
import {
  openDemandModel,
  OUTCOMES,
  type DemandModel,
} from '../../server/routing/predict-small-fails.ts';
import { measureDemand, readSubject, standardise } from '../../server/routing/read-demand.ts';
import { createRandom } from '../random.ts';
import type { ModelOutcome } from './read-routing-data.ts';

const SUBJECT = { epochs: 3, learningRate: 0.05, decay: 1e-4, smoothing: 0 } as const;
const FOLDS = { minSources: 2, folds: 5, heldOutFolds: 1 } as const;
const BUILD = { epochs: 10, learningRate: 0.02, decay: 0, smoothing: 0 } as const;
const MAX_COLUMNS = 24_000;
const HIGH = 0.75;

/** Learns from outcomes which questions a small model fails and a large one does not. */
export function trainDemand(outcomes: readonly ModelOutcome[]): DemandModel {
  const measures = outcomes.map(({ prompt }) => measureDemand(prompt));
  const places = Array.from({ length: measures[0]?.length ?? 0 }, (_, at) => at);
  const columns = places.map((at) => measures.map((one) => one[at] ?? 0));
  const means = columns.map(meanOf);
  const spreads = columns.map((column) => spreadOf(column) || 1);
  const targets = outcomes.map(
    ({ weak_correct, strong_correct }) => Number(weak_correct) * 2 + Number(strong_correct),
  );
  const build = trainSoftmax(
    measures.map((one, at) => ({
      vector: standardise(one, { means, spreads }),
      target: targets[at] ?? 0,
      weight: 1,
    })),
    { ...BUILD, columns: places.length, classes: OUTCOMES.length, random: createRandom(1) },
  );
  const subject = trainLinearClassifier(
    outcomes.map(({ prompt }, at) => ({
      parts: readSubject(prompt),
      label: OUTCOMES[targets[at] ?? 0] ?? '',
      weight: 1,
    })),
    { ...SUBJECT, ...FOLDS, random: createRandom(1) },
  );
  const model: DemandModel = {
    version: 'demand-1',
    means: means.map(round),
    spreads: spreads.map(round),
    weights: Array.from(build.weights, round),
    bias: Array.from(build.bias, round),
    subject: encodeClassifier(subject, MAX_COLUMNS),
    scales: SCALES,
    highScore: 0,
  };
  const predict = openDemandModel(model);
  const scores = outcomes
    .map(({ prompt }) => predict(prompt).score)
    .toSorted((left, right) => left - right);
  return { ...model, highScore: round(scores[Math.floor(scores.length * HIGH)] ?? 0) };
}

/** Both halves spread about alike over questions left out: by build, and by subject. */
const SCALES: DemandModel['scales'] = { build: [0.1, 0.045], subject: [0.1, 0.05] };

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

function round(value: number): number {
  return Number(value.toPrecision(5));
}
