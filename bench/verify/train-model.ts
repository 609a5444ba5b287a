import type { Trees } from '../../core/statistics/trees.ts';
import { readLogit } from '../../server/verification/score-support.ts';
import {
  ALL_SIGNALS,
  CONFLICT_SIGNALS,
  SUPPORT_SIGNALS,
  TREE_SIGNALS,
} from '../../server/verification/support-signals.ts';
import type { Signals, SupportModel } from '../../server/verification/support-signals.ts';
import { fitLogistic } from '../fit-logistic.ts';
import { fitTrees } from '../fit-trees.ts';
import type { TreeSize, WeighedRow } from '../fit-trees.ts';
import type { Example } from './read-examples.ts';

/** What each set weighs; both classes of a set weigh the same. Sentences of answers are what the verifier is for. */
const SET_WEIGHTS = {
  ragtruth: 3,
  attribution: 0.5,
  wice: 0.3,
  'wice-spans': 0.3,
  begin: 0.2,
} as const;
/** Untouched sentences against all families of edits together: a false alarm costs more than a miss. */
const ORIGINAL_WEIGHT = 3;
/** All edits against all that people labelled. */
const EDITS_IN_BOTH = 3;
const EDIT_FROM = 0.5;
const EDIT_WEIGHT = 1.5;
/** One thing at a time is told by few questions; both at once take more. */
const SMALL: TreeSize = { trees: 160, levels: 3 };
const LARGE: TreeSize = { trees: 240, levels: 4 };
/** The logit of 0.98. */
const FURTHEST_LOGIT = 3.8918;
const FAMILY_OF_ORIGINALS = 'harmless';

/** The scores, the calibration of their sum on sentences as they come, and the threshold. */
export function trainModel(examples: readonly Example[]): SupportModel {
  const scores = {
    overlap: fitOverlap(examples),
    joint: fitBoth(examples),
    edit: fitEdits(examples),
    editFrom: EDIT_FROM,
    editWeight: EDIT_WEIGHT,
  };
  const sentences = examples.filter(
    ({ text, family }) => text.set === 'ragtruth' && family === null,
  );
  const scored = sentences.map(({ signals, text }) => ({
    logit: clip(readLogit(signals, scores)),
    isSupported: text.isSupported,
  }));
  const { intercept, coefficients } = fitLogistic(
    scored.map(({ logit, isSupported }) => ({
      values: [logit],
      isPositive: isSupported,
      weight: 1,
    })),
  );
  const calibration = { slope: coefficients[0] ?? 0, intercept };
  const threshold = calibration.slope * bestThreshold(scored) + intercept;
  return {
    ...scores,
    calibration,
    supportedFrom: 1 / (1 + Math.exp(-threshold)),
    undecided: findBand(
      scored.map(({ logit, isSupported }) => ({
        p: 1 / (1 + Math.exp(-(calibration.slope * logit + intercept))),
        isSupported,
      })),
    ),
  };
}

/** The least risky are left alone, so many; below the band hardly any is supported. */
const SURE_SHARE = 0.6;
const MOST_SUPPORTED_BELOW = 0.2;
const MIN_BELOW = 50;

function findBand(
  scored: readonly { readonly p: number; readonly isSupported: boolean }[],
): SupportModel['undecided'] {
  const sorted = scored.toSorted((left, right) => left.p - right.p);
  const to = sorted[Math.floor(sorted.length * (1 - SURE_SHARE))]?.p ?? 1;
  let [supported, from] = [0, 0];
  for (const [at, { p, isSupported }] of sorted.entries()) {
    if (isSupported) supported += 1;
    if (at >= MIN_BELOW && supported <= MOST_SUPPORTED_BELOW * (at + 1)) from = p;
  }
  return { from: Math.min(from, to), to };
}

/** A few outliers would set the slope. */
function clip(logit: number): number {
  return Math.min(FURTHEST_LOGIT, Math.max(-FURTHEST_LOGIT, logit));
}

function fitOverlap(examples: readonly Example[]): SupportModel['overlap'] {
  const { intercept, coefficients } = fitLogistic(weighLabelled(examples, SUPPORT_SIGNALS));
  return {
    linear: { intercept, coefficients: nameEach(SUPPORT_SIGNALS, coefficients) },
    trees: fitTrees(weighLabelled(examples, TREE_SIGNALS), SMALL),
  };
}

function fitEdits(examples: readonly Example[]): SupportModel['edit'] {
  const { intercept, coefficients } = fitLogistic(weighEdits(examples, CONFLICT_SIGNALS));
  return {
    linear: { intercept, coefficients: nameEach(CONFLICT_SIGNALS, coefficients) },
    trees: fitTrees(weighEdits(examples, ALL_SIGNALS), SMALL),
  };
}

function fitBoth(examples: readonly Example[]): Trees {
  const edits = weighEdits(examples, ALL_SIGNALS);
  const rows = [
    ...weighLabelled(examples, ALL_SIGNALS),
    ...edits.map((row) => ({ ...row, weight: EDITS_IN_BOTH * row.weight })),
  ];
  return fitTrees(rows, LARGE);
}

/** What people labelled, by how much it counts. */
function weighLabelled(
  examples: readonly Example[],
  names: readonly (keyof Signals)[],
): readonly WeighedRow[] {
  const labelled = examples.filter(({ family }) => family === null);
  const keyOf = ({ text }: Example) => `${text.set.slice(0, 4)} ${String(text.isSupported)}`;
  const counts = countBy(labelled, keyOf);
  return labelled.map((example) => ({
    values: names.map((name) => example.signals[name]),
    isPositive: !example.text.isSupported,
    weight: SET_WEIGHTS[example.text.set] / (counts.get(keyOf(example)) ?? 1),
  }));
}

/** Edited sentences and those they were made from; each family counts the same. */
function weighEdits(
  examples: readonly Example[],
  names: readonly (keyof Signals)[],
): readonly WeighedRow[] {
  const edited = examples.filter(({ family }) => family !== null);
  const bases = new Set(edited.map(({ text }) => text.id.split('/')[0]));
  const originals = examples.filter(({ text, family }) => family === null && bases.has(text.id));
  const counts = countBy(edited, ({ family }) => family ?? '');
  return [
    ...edited.map(({ signals, family }) => ({
      values: names.map((name) => signals[name]),
      isPositive: family !== FAMILY_OF_ORIGINALS,
      weight: 1 / counts.size / (counts.get(family ?? '') ?? 1),
    })),
    ...originals.map(({ signals }) => ({
      values: names.map((name) => signals[name]),
      isPositive: false,
      weight: ORIGINAL_WEIGHT / originals.length,
    })),
  ];
}

/** The logit from which on to accept, so that both classes are told right as often as can be on average. */
function bestThreshold(
  scored: readonly { readonly logit: number; readonly isSupported: boolean }[],
) {
  const supported = scored.filter(({ isSupported }) => isSupported).length;
  const unsupported = scored.length - supported;
  let [accepted, missed, best, threshold] = [0, 0, 0, 0];
  for (const { logit, isSupported } of scored.toSorted((left, right) => right.logit - left.logit)) {
    if (isSupported) accepted += 1;
    else missed += 1;
    const balance = accepted / supported + 1 - missed / unsupported;
    if (balance > best) {
      best = balance;
      threshold = logit;
    }
  }
  return threshold;
}

function countBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

export function nameEach<Name extends string>(
  names: readonly Name[],
  values: readonly number[],
): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])) as Record<
    Name,
    number
  >;
}
