import type { SparseVector } from './feature-weights.ts';
import { shuffle } from './shuffle.ts';
import { scoreClasses, toProbabilities, type SoftmaxModel } from './softmax-model.ts';

export interface SoftmaxSettings {
  readonly columns: number;
  readonly classes: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** How fast weights that are touched decay. */
  readonly decay: number;
  /** Share of the target that is spread over all classes, against overconfidence. */
  readonly smoothing: number;
  /** Numbers in [0, 1): the order in which examples are seen. */
  readonly random: () => number;
}

export interface LabelledVector {
  readonly vector: SparseVector;
  readonly target: number;
  readonly weight: number;
}

const START_OF_SQUARES = 1e-6;
const BIAS_RATE = 0.1;
/** Smaller errors change nothing that matters; with many classes most are smaller. */
const MIN_ERROR = 1e-4;

/** Multinomial logistic regression by stochastic gradients with a rate per feature (AdaGrad, J. Duchi et al. 2011). */
export function trainSoftmax(
  examples: readonly LabelledVector[],
  settings: SoftmaxSettings,
): SoftmaxModel {
  const { columns, classes, epochs, random } = settings;
  const state: TrainingState = {
    model: {
      classes,
      weights: new Float32Array(columns * classes),
      bias: new Float32Array(classes),
    },
    squares: new Float32Array(columns).fill(START_OF_SQUARES),
    biasSquares: START_OF_SQUARES,
    errors: new Float64Array(classes),
    active: new Int32Array(classes),
  };
  const order = Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    for (const at of order) {
      const example = examples[at];
      if (example !== undefined) learn(state, example, settings);
    }
  }
  return state.model;
}

interface TrainingState {
  readonly model: SoftmaxModel;
  readonly squares: Float32Array;
  biasSquares: number;
  readonly errors: Float64Array;
  /** Classes whose weights are worth a change. */
  readonly active: Int32Array;
}

function learn(state: TrainingState, example: LabelledVector, settings: SoftmaxSettings): void {
  const { model, squares, errors, active } = state;
  const { classes, weights, bias } = model;
  const { indices, values } = example.vector;
  scoreClasses(model, example.vector, errors);
  toProbabilities(errors, 1);
  let norm = 0;
  let activeCount = 0;
  for (let k = 0; k < classes; k += 1) {
    const target =
      settings.smoothing / classes + (k === example.target ? 1 - settings.smoothing : 0);
    const error = ((errors[k] ?? 0) - target) * example.weight;
    errors[k] = error;
    norm += error * error;
    if (Math.abs(error) >= MIN_ERROR) active[activeCount++] = k;
  }
  for (let at = 0; at < indices.length; at += 1) {
    const column = indices[at] ?? 0;
    const value = values[at] ?? 0;
    const sum = (squares[column] ?? 0) + norm * value * value;
    squares[column] = sum;
    const rate = settings.learningRate / Math.sqrt(sum);
    const step = rate * value;
    const kept = 1 - settings.decay * rate;
    const base = column * classes;
    for (let which = 0; which < activeCount; which += 1) {
      const k = active[which] ?? 0;
      weights[base + k] = (weights[base + k] ?? 0) * kept - step * (errors[k] ?? 0);
    }
  }
  state.biasSquares += norm;
  const step = (settings.learningRate * BIAS_RATE) / Math.sqrt(state.biasSquares);
  for (let k = 0; k < classes; k += 1) bias[k] = (bias[k] ?? 0) - step * (errors[k] ?? 0);
}
