import type { SparseVector } from './feature-weights.ts';
import { shuffle } from './shuffle.ts';
import { scoreClasses, type SoftmaxModel } from './softmax-model.ts';

export interface HingeSettings {
  readonly columns: number;
  readonly classes: number;
  readonly epochs: number;
  /** What a violated margin costs, against the length of the weights. */
  readonly cost: number;
  /** Numbers in [0, 1): the order in which examples are seen. */
  readonly random: () => number;
}

export interface TargetVector {
  readonly vector: SparseVector;
  readonly target: number;
}

/** Smaller steps change nothing that matters; with many classes most are smaller. */
const MIN_STEP = 1e-5;
/** Most classes are far from most examples: the passes between look only at those that are not. */
const FULL_EVERY = 2;

/**
 * One linear support vector machine for each class against all others, with a squared hinge loss, by dual coordinate
 * descent (C.-J. Hsieh et al. 2008); an example is taken for all classes at once.
 */
export function trainHinge(
  examples: readonly TargetVector[],
  settings: HingeSettings,
): SoftmaxModel {
  const { columns, classes, epochs, random } = settings;
  const model: SoftmaxModel = {
    classes,
    weights: new Float32Array(columns * classes),
    bias: new Float32Array(classes),
  };
  const state: Descent = {
    model,
    duals: new Float32Array(examples.length * classes),
    // The bias is a feature that is always 1.
    squares: examples.map(({ vector }) => vector.values.reduce((sum, v) => sum + v * v, 1)),
    diagonal: 1 / (2 * settings.cost),
    steps: new Float64Array(classes),
    chosen: new Int32Array(classes),
  };
  const order = Array.from(examples.keys());
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const isFull = epoch % FULL_EVERY === 0;
    for (const at of order) {
      const example = examples[at];
      if (example === undefined) continue;
      descend(state, at, { ...example, classCount: chooseClasses(state, at, isFull) });
    }
  }
  return model;
}

interface Descent {
  readonly model: SoftmaxModel;
  /** Of each example, one for each class. */
  readonly duals: Float32Array;
  readonly squares: readonly number[];
  readonly diagonal: number;
  /** Scores at first, then what each class's weights change by. */
  readonly steps: Float64Array;
  /** Classes that are looked at, then those whose weights change. */
  readonly chosen: Int32Array;
}

/** Which classes an example is taken for: all, or those whose margin it violated when it was last looked at. */
function chooseClasses({ model, duals, chosen }: Descent, at: number, isFull: boolean): number {
  const { classes } = model;
  let count = 0;
  for (let k = 0; k < classes; k += 1) {
    if (isFull || (duals[at * classes + k] ?? 0) > 0) chosen[count++] = k;
  }
  return count;
}

function scoreChosen(state: Descent, vector: SparseVector, count: number): void {
  const { model, chosen, steps } = state;
  const { classes, weights, bias } = model;
  if (count === classes) return scoreClasses(model, vector, steps);
  for (let which = 0; which < count; which += 1) {
    const k = chosen[which] ?? 0;
    steps[k] = bias[k] ?? 0;
  }
  const { indices, values } = vector;
  for (let index = 0; index < indices.length; index += 1) {
    const base = (indices[index] ?? 0) * classes;
    const value = values[index] ?? 0;
    for (let which = 0; which < count; which += 1) {
      const k = chosen[which] ?? 0;
      steps[k] = (steps[k] ?? 0) + (weights[base + k] ?? 0) * value;
    }
  }
}

function descend(
  state: Descent,
  at: number,
  { vector, target, classCount }: TargetVector & { readonly classCount: number },
): void {
  const { model, duals, diagonal, steps, chosen } = state;
  const { classes, weights, bias } = model;
  const curvature = (state.squares[at] ?? 1) + diagonal;
  scoreChosen(state, vector, classCount);
  let activeCount = 0;
  for (let which = 0; which < classCount; which += 1) {
    const k = chosen[which] ?? 0;
    const sign = k === target ? 1 : -1;
    const place = at * classes + k;
    const dual = duals[place] ?? 0;
    const gradient = sign * (steps[k] ?? 0) - 1 + diagonal * dual;
    const moved = Math.max(0, dual - gradient / curvature);
    if (Math.abs(moved - dual) < MIN_STEP) continue;
    duals[place] = moved;
    steps[k] = (moved - dual) * sign;
    // Those that move are kept at the front of the list.
    chosen[activeCount++] = k;
  }
  if (activeCount === 0) return;
  for (let which = 0; which < activeCount; which += 1) {
    const k = chosen[which] ?? 0;
    bias[k] = (bias[k] ?? 0) + (steps[k] ?? 0);
  }
  const { indices, values } = vector;
  for (let index = 0; index < indices.length; index += 1) {
    const base = (indices[index] ?? 0) * classes;
    const value = values[index] ?? 0;
    for (let which = 0; which < activeCount; which += 1) {
      const k = chosen[which] ?? 0;
      weights[base + k] = (weights[base + k] ?? 0) + (steps[k] ?? 0) * value;
    }
  }
}
