import type { Tree, Trees } from '../core/statistics/trees.ts';
import { createRandom } from './random.ts';

export interface WeighedRow {
  readonly values: readonly number[];
  readonly isPositive: boolean;
  /** Any scale; what counts is one beside another. */
  readonly weight: number;
}

export interface TreeSize {
  readonly trees: number;
  /** Of questions. */
  readonly levels: number;
}

const BINS = 48;
const LEARNING_RATE = 0.08;
const RIDGE = 5;
const MIN_ROWS = 30;
const ROWS_SHARE = 0.6;
const COLUMNS_SHARE = 0.6;

interface Binned {
  readonly cuts: readonly (readonly number[])[];
  /** For each signal the bin of each row. */
  readonly bins: readonly Uint8Array[];
}

/** Of a loss, by the score of each row. */
export interface Gradients {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** Gradient-boosted trees for the logistic loss (Friedman 2001). The same rows give the same trees. */
export function fitTrees(rows: readonly WeighedRow[], size: TreeSize): Trees {
  const weights = normalizeWeights(rows);
  const labels = Float64Array.from(rows, ({ isPositive }) => Number(isPositive));
  const positive = weights.reduce((sum, weight, at) => sum + weight * (labels[at] ?? 0), 0);
  const base = Math.log(positive / (rows.length - positive));
  const scores = new Float64Array(rows.length).fill(base);
  const trees = boostTrees(rows, {
    size,
    scores,
    measure: () => measureGradients(scores, labels, weights),
  });
  return { base, trees };
}

/** Trees over histograms that each go a step down the loss; `scores` are changed with every one of them. */
export function boostTrees(
  rows: readonly Pick<WeighedRow, 'values'>[],
  {
    size,
    scores,
    measure,
  }: {
    readonly size: TreeSize;
    readonly scores: Float64Array;
    readonly measure: () => Gradients;
  },
): readonly Tree[] {
  const binned = binValues(rows);
  const random = createRandom(7);
  const trees: Tree[] = [];
  for (let made = 0; made < size.trees; made += 1) {
    const gradients = measure();
    const sample = Array.from(rows.keys()).filter(() => random() < ROWS_SHARE);
    const columns = Array.from(binned.cuts.keys()).filter(() => random() < COLUMNS_SHARE);
    const tree = growTree({ binned, gradients, columns, levels: size.levels }, sample);
    trees.push(tree.tree);
    for (let at = 0; at < rows.length; at += 1) {
      scores[at] = (scores[at] ?? 0) + tree.valueOf(at);
    }
  }
  return trees;
}

function normalizeWeights(rows: readonly WeighedRow[]): Float64Array {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  return Float64Array.from(rows, ({ weight }) => (weight * rows.length) / total);
}

function binValues(rows: readonly Pick<WeighedRow, 'values'>[]): Binned {
  const count = rows[0]?.values.length ?? 0;
  const cuts: number[][] = [];
  const bins: Uint8Array[] = [];
  for (let column = 0; column < count; column += 1) {
    const sorted = Float64Array.from(rows, ({ values }) => values[column] ?? 0).toSorted();
    const own = new Set<number>();
    for (let part = 1; part < BINS; part += 1) {
      const cut = sorted[Math.floor((part * rows.length) / BINS)] ?? 0;
      if (cut > (sorted[0] ?? 0)) own.add(cut);
    }
    // What only few rows have is cut off, too.
    const least = sorted.find((value) => value > (sorted[0] ?? 0));
    if (own.size === 0 && least !== undefined) own.add(least);
    const bounds = [...own].toSorted((left, right) => left - right);
    cuts.push(bounds);
    bins.push(Uint8Array.from(rows, ({ values }) => binOf(bounds, values[column] ?? 0)));
  }
  return { cuts, bins };
}

function binOf(bounds: readonly number[], value: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value >= (bounds[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function measureGradients(
  scores: Float64Array,
  labels: Float64Array,
  weights: Float64Array,
): Gradients {
  const first = new Float64Array(scores.length);
  const second = new Float64Array(scores.length);
  for (let at = 0; at < scores.length; at += 1) {
    const chance = 1 / (1 + Math.exp(-(scores[at] ?? 0)));
    const weight = weights[at] ?? 0;
    first[at] = weight * (chance - (labels[at] ?? 0));
    second[at] = weight * Math.max(chance * (1 - chance), 1e-6);
  }
  return { first, second };
}

interface Ground {
  readonly binned: Binned;
  readonly gradients: Gradients;
  readonly columns: readonly number[];
  readonly levels: number;
}

interface Split {
  readonly column: number;
  /** Bins above it go right. */
  readonly bin: number;
  readonly gain: number;
}

/** A node that is not worth a question asks one that all rows answer alike. */
function growTree(ground: Ground, sample: readonly number[]) {
  const { cuts, bins } = ground.binned;
  const splits: (Split | null)[] = [];
  let level: (readonly number[])[] = [sample];
  for (let depth = 0; depth < ground.levels; depth += 1) {
    level = level.flatMap((rows) => {
      const split = findSplit(ground, rows);
      splits.push(split);
      if (split === null) return [rows, rows];
      const isRight = (row: number) => (bins[split.column]?.[row] ?? 0) > split.bin;
      return [rows.filter((row) => !isRight(row)), rows.filter(isRight)];
    });
  }
  const values = level.map((rows) => valueOfLeaf(ground.gradients, rows));
  const valueOf = (row: number): number => {
    let at = 0;
    while (at < splits.length) {
      const { column, bin } = splits[at] ?? LEFT;
      at = 2 * at + ((bins[column]?.[row] ?? 0) > bin ? 2 : 1);
    }
    return values[at - splits.length] ?? 0;
  };
  const tree: Tree = {
    signals: splits.map((split) => split?.column ?? 0),
    bounds: splits.map((split) =>
      split === null ? NEVER : (cuts[split.column]?.[split.bin] ?? 0),
    ),
    values,
  };
  return { tree, valueOf };
}

/** No signal is as large, and no bin lies above it. */
const NEVER = 1e9;
const LEFT = { column: 0, bin: NEVER };

function findSplit({ binned, gradients, columns }: Ground, rows: readonly number[]): Split | null {
  if (rows.length < 2 * MIN_ROWS) return null;
  const whole = sumOver(gradients, rows);
  const before = (whole.first * whole.first) / (whole.second + RIDGE);
  let best: Split | null = null;
  for (const column of columns) {
    const bins = binned.bins[column];
    const count = (binned.cuts[column]?.length ?? 0) + 1;
    if (bins === undefined || count < 2) continue;
    const first = new Float64Array(count);
    const second = new Float64Array(count);
    const size = new Int32Array(count);
    for (const row of rows) {
      const bin = bins[row] ?? 0;
      first[bin] = (first[bin] ?? 0) + (gradients.first[row] ?? 0);
      second[bin] = (second[bin] ?? 0) + (gradients.second[row] ?? 0);
      size[bin] = (size[bin] ?? 0) + 1;
    }
    let [left, curve, passed] = [0, 0, 0];
    for (let bin = 0; bin < count - 1; bin += 1) {
      left += first[bin] ?? 0;
      curve += second[bin] ?? 0;
      passed += size[bin] ?? 0;
      if (passed < MIN_ROWS || rows.length - passed < MIN_ROWS) continue;
      const right = whole.first - left;
      const gain =
        (left * left) / (curve + RIDGE) + (right * right) / (whole.second - curve + RIDGE) - before;
      if (gain > (best?.gain ?? 1e-3)) best = { column, bin, gain };
    }
  }
  return best;
}

function sumOver({ first, second }: Gradients, rows: readonly number[]) {
  let [firstSum, secondSum] = [0, 0];
  for (const row of rows) {
    firstSum += first[row] ?? 0;
    secondSum += second[row] ?? 0;
  }
  return { first: firstSum, second: secondSum };
}

function valueOfLeaf(gradients: Gradients, rows: readonly number[]): number {
  const { first, second } = sumOver(gradients, rows);
  return (-LEARNING_RATE * first) / (second + RIDGE);
}
