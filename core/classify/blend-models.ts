import { BAYES_KINDS, trainNaiveBayes, type BayesKind } from './naive-bayes.ts';
import type { SoftmaxModel } from './softmax-model.ts';
import type { TargetVector } from './train-hinge.ts';

/** How much of a naive Bayes is added to a model that separates the classes: `model + factor · bayes`. */
export interface Blend {
  readonly kind: BayesKind;
  readonly factor: number;
}

/** What each model says of an example that it was not trained on. */
export interface ModelScores {
  readonly target: number;
  readonly separating: Float64Array;
  readonly bayes: Readonly<Record<BayesKind, Float64Array>>;
}

/** Shares of the naive Bayes, the spread of whose scores is first made that of the other model's. */
const SHARES = [0.3, 0.6, 1, 1.5] as const;

/** The blend that is right most often; null where the model is best alone. */
export function chooseBlend(examples: readonly ModelScores[]): Blend | null {
  const spread = meanSpread(examples.map(({ separating }) => separating));
  let best: Blend | null = null;
  let bestRight = countRight(examples, null);
  for (const kind of BAYES_KINDS) {
    const own = meanSpread(examples.map(({ bayes }) => bayes[kind]));
    if (own === 0) continue;
    for (const share of SHARES) {
      const blend = { kind, factor: (share * spread) / own };
      const right = countRight(examples, blend);
      if (right <= bestRight) continue;
      best = blend;
      bestRight = right;
    }
  }
  return best;
}

export function blendScores(
  { separating, bayes }: Pick<ModelScores, 'separating' | 'bayes'>,
  blend: Blend | null,
): Float64Array {
  if (blend === null) return separating;
  const added = bayes[blend.kind];
  return separating.map((score, k) => score + blend.factor * (added[k] ?? 0));
}

/** The same as one linear model, which costs no more to ask than one of them. */
export function blendModels(
  model: SoftmaxModel,
  examples: readonly TargetVector[],
  blend: Blend | null,
): SoftmaxModel {
  if (blend === null) return model;
  const { classes } = model;
  const columns = model.weights.length / classes;
  const bayes = trainNaiveBayes(examples, blend.kind, { columns, classes });
  return {
    ...model,
    weights: model.weights.map((weight, at) => weight + blend.factor * (bayes.weights[at] ?? 0)),
  };
}

function countRight(examples: readonly ModelScores[], blend: Blend | null): number {
  return examples.filter((example) => {
    const scores = blendScores(example, blend);
    const own = scores[example.target] ?? 0;
    return scores.every((score, k) => k === example.target || score < own);
  }).length;
}

/** How far apart the scores of an example's classes lie, as the mean of their standard deviations. */
function meanSpread(all: readonly Float64Array[]): number {
  const sum = all.reduce((total, scores) => {
    const mean = scores.reduce((one, score) => one + score, 0) / scores.length;
    const squares = scores.reduce((one, score) => one + (score - mean) ** 2, 0);
    return total + Math.sqrt(squares / scores.length);
  }, 0);
  return all.length === 0 ? 0 : sum / all.length;
}
