import { readLogit } from '../../server/verification/score-support.ts';
import {
  CONFLICT_SIGNALS,
  EDIT_TREE_SIGNALS,
  SUPPORT_SIGNALS,
  TREE_SIGNALS,
} from '../../server/verification/support-signals.ts';
import type { Signals, SupportModel } from '../../server/verification/support-signals.ts';
import { fitLogistic } from '../fit-logistic.ts';
import { fitTrees } from './fit-trees.ts';
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
const EDIT_WEIGHT = 3;
/** The logit of 0.98. */
const FURTHEST_LOGIT = 3.8918;
const FAMILY_OF_ORIGINALS = 'harmless';

/** Both scores, the calibration of their sum on sentences as they come, and the threshold. */
export function trainModel(examples: readonly Example[]): SupportModel {
  const scores = {
    overlap: fitOverlap(examples),
    edit: fitEdits(examples),
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
  const natural = examples.filter(({ family }) => family === null);
  const keyOf = ({ text }: Example) => `${text.set.slice(0, 4)} ${String(text.isSupported)}`;
  const counts = countBy(natural, keyOf);
  const rows = (names: readonly (keyof Signals)[]) =>
    natural.map((example) => ({
      values: names.map((name) => example.signals[name]),
      isPositive: !example.text.isSupported,
      weight: SET_WEIGHTS[example.text.set] / (counts.get(keyOf(example)) ?? 1),
    }));
  const { intercept, coefficients } = fitLogistic(rows(SUPPORT_SIGNALS));
  return {
    linear: { intercept, coefficients: nameEach(SUPPORT_SIGNALS, coefficients) },
    trees: fitTrees(rows(TREE_SIGNALS)),
  };
}

function fitEdits(examples: readonly Example[]): SupportModel['edit'] {
  const edited = examples.filter(({ family }) => family !== null);
  const bases = new Set(edited.map(({ text }) => text.id.split('/')[0]));
  const originals = examples.filter(({ text, family }) => family === null && bases.has(text.id));
  const counts = countBy(edited, ({ family }) => family ?? '');
  const rows = (names: readonly (keyof Signals)[]) => [
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
  const { intercept, coefficients } = fitLogistic(rows(CONFLICT_SIGNALS));
  return {
    linear: { intercept, coefficients: nameEach(CONFLICT_SIGNALS, coefficients) },
    trees: fitTrees(rows(EDIT_TREE_SIGNALS)),
  };
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

function nameEach<Name extends string>(
  names: readonly Name[],
  values: readonly number[],
): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0])) as Record<
    Name,
    number
  >;
}
