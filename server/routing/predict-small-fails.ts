import {
  decodeClassifier,
  type EncodedClassifier,
} from '../../core/classify/encoded-classifier.ts';
import { openClassifier, type OpenClassifier } from '../../core/classify/linear-classifier.ts';
import {
  scoreClasses,
  toProbabilities,
  type SoftmaxModel,
} from '../../core/classify/softmax-model.ts';
import { DEMAND_FEATURES, measureDemand, readSubject, standardise } from './read-demand.ts';

/** How a small and a large model did on a question, in the order of the build's classes. */
export const OUTCOMES = ['both_fail', 'large_only', 'small_only', 'both_right'] as const;

/** Learnt by bench/routing/train-signals.ts from outcomes of a small and a large model. */
export interface DemandModel {
  readonly version: string;
  readonly means: readonly number[];
  readonly spreads: readonly number[];
  /** Per feature of the build, then per outcome; after them the outcomes' bias. */
  readonly weights: readonly number[];
  readonly bias: readonly number[];
  readonly subject: EncodedClassifier;
  /** Mean and spread of each half's advantage over the questions learnt from. */
  readonly scales: {
    readonly build: readonly [number, number];
    readonly subject: readonly [number, number];
  };
  /** One in four of the questions learnt from has a higher score. */
  readonly highScore: number;
}

export interface DemandPrediction {
  readonly pSmallFails: number;
  /** How much better a large model is expected to do; of no unit, 0 for one question in four or higher. */
  readonly score: number;
  /** What of the build raises the score, the strongest first. */
  readonly reasons: readonly string[];
}

/** What is familiar by its words is judged by them, too. */
const SUBJECT_WEIGHT = 2;
const WORTH_NAMING = 0.1;
const [BOTH_FAIL, LARGE_ONLY, SMALL_ONLY] = [0, 1, 2];

export function openDemandModel(model: DemandModel): (text: string) => DemandPrediction {
  const subject = openClassifier(decodeClassifier(model.subject));
  const build: SoftmaxModel = {
    classes: OUTCOMES.length,
    weights: Float32Array.from(model.weights),
    bias: Float32Array.from(model.bias),
  };
  return (text) => predict(text, { model, subject, build });
}

interface Opened {
  readonly model: DemandModel;
  readonly subject: OpenClassifier;
  readonly build: SoftmaxModel;
}

function predict(text: string, { model, subject, build }: Opened): DemandPrediction {
  const vector = standardise(measureDemand(text), model);
  const byBuild = new Float64Array(OUTCOMES.length);
  scoreClasses(build, vector, byBuild);
  toProbabilities(byBuild, 1);
  const { ranked, oddity } = subject.classify(readSubject(text));
  const bySubject = OUTCOMES.map(
    (outcome) => ranked.find(({ label }) => label === outcome)?.probability ?? 0,
  );
  const familiarity = 1 - oddity;
  const score =
    scale(advantageOf(Array.from(byBuild)), model.scales.build) +
    SUBJECT_WEIGHT * familiarity * scale(advantageOf(bySubject), model.scales.subject);
  const share = familiarity / 2;
  return {
    pSmallFails: (1 - share) * failureOf(Array.from(byBuild)) + share * failureOf(bySubject),
    score: score - model.highScore,
    reasons: nameReasons(vector.values, build),
  };
}

function nameReasons(values: Float32Array, { classes, weights }: SoftmaxModel): readonly string[] {
  return DEMAND_FEATURES.map(([reason], at) => {
    const gain = weights[at * classes + LARGE_ONLY] ?? 0;
    const loss = weights[at * classes + SMALL_ONLY] ?? 0;
    const value = values[at] ?? 0;
    return { reason, share: value > 0 ? value * (gain - loss) : 0 };
  })
    .filter(({ share }) => share >= WORTH_NAMING)
    .toSorted((left, right) => right.share - left.share)
    .map(({ reason }) => reason);
}

function advantageOf(outcomes: readonly number[]): number {
  return (outcomes[LARGE_ONLY] ?? 0) - (outcomes[SMALL_ONLY] ?? 0);
}

function failureOf(outcomes: readonly number[]): number {
  return (outcomes[BOTH_FAIL] ?? 0) + (outcomes[LARGE_ONLY] ?? 0);
}

function scale(value: number, [mean, spread]: readonly [number, number]): number {
  return (value - mean) / spread;
}
