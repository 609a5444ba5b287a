import type { SoftmaxModel } from './softmax-model.ts';
import type { TargetVector } from './train-hinge.ts';

export const BAYES_KINDS = ['plain', 'complement'] as const;
/** Whether a class is known by what its own examples have, or by what those of all others lack. */
export type BayesKind = (typeof BAYES_KINDS)[number];

interface BayesSettings {
  readonly columns: number;
  readonly classes: number;
}

/** What is added to the mass of each feature, so that what was not seen is not impossible. */
const SMOOTHING: Readonly<Record<BayesKind, number>> = { plain: 0.01, complement: 0.3 };

/**
 * Naive Bayes over weighted features as a linear model (J. Rennie et al. 2003 for the complement): it counts and
 * optimises nothing, so it errs otherwise than what is trained to separate the classes.
 */
export function trainNaiveBayes(
  examples: readonly TargetVector[],
  kind: BayesKind,
  { columns, classes }: BayesSettings,
): SoftmaxModel {
  const mass = sumMass(examples, { columns, classes });
  const smoothing = SMOOTHING[kind];
  const weights = new Float32Array(columns * classes);
  for (let column = 0; column < columns; column += 1) {
    const base = column * classes;
    let mean = 0;
    for (let k = 0; k < classes; k += 1) {
      const own = mass.cells[base + k] ?? 0;
      const classMass = mass.classes[k] ?? 0;
      const weight =
        kind === 'plain'
          ? Math.log((own + smoothing) / (classMass + smoothing * columns))
          : -Math.log(
              ((mass.columns[column] ?? 0) - own + smoothing) /
                (mass.all - classMass + smoothing * columns),
            );
      weights[base + k] = weight;
      mean += weight / classes;
    }
    // What all classes have in common says nothing.
    for (let k = 0; k < classes; k += 1) weights[base + k] = (weights[base + k] ?? 0) - mean;
  }
  return { classes, weights, bias: new Float32Array(classes) };
}

function sumMass(examples: readonly TargetVector[], { columns, classes }: BayesSettings) {
  const mass = {
    cells: new Float32Array(columns * classes),
    columns: new Float64Array(columns),
    classes: new Float64Array(classes),
    all: 0,
  };
  for (const { vector, target } of examples) {
    for (let at = 0; at < vector.indices.length; at += 1) {
      const column = vector.indices[at] ?? 0;
      const value = vector.values[at] ?? 0;
      const cell = column * classes + target;
      mass.cells[cell] = (mass.cells[cell] ?? 0) + value;
      mass.columns[column] = (mass.columns[column] ?? 0) + value;
      mass.classes[target] = (mass.classes[target] ?? 0) + value;
      mass.all += value;
    }
  }
  return mass;
}
