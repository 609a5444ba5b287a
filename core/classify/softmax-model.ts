import type { SparseVector } from './feature-weights.ts';

/** Scores of class `k` are `bias[k] + Σ weights[index · classes + k] · value`. */
export interface SoftmaxModel {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Fills `into` with the scores of each class. */
export function scoreClasses(model: SoftmaxModel, vector: SparseVector, into: Float64Array): void {
  const { classes, weights, bias } = model;
  for (let k = 0; k < classes; k += 1) into[k] = bias[k] ?? 0;
  const { indices, values } = vector;
  for (let at = 0; at < indices.length; at += 1) {
    const base = (indices[at] ?? 0) * classes;
    const value = values[at] ?? 0;
    for (let k = 0; k < classes; k += 1) {
      into[k] = (into[k] ?? 0) + (weights[base + k] ?? 0) * value;
    }
  }
}

/** Replaces scores by their softmax at a temperature. */
export function toProbabilities(scores: Float64Array, temperature: number): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let total = 0;
  for (let k = 0; k < scores.length; k += 1) {
    const mass = Math.exp(((scores[k] ?? 0) - highest) / temperature);
    scores[k] = mass;
    total += mass;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / total;
}

/** `ln Σ exp(score)`: low for what resembles nothing that was learnt (W. Liu et al. 2020). */
export function measureEnergy(scores: Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let total = 0;
  for (const score of scores) total += Math.exp(score - highest);
  return highest + Math.log(total);
}
