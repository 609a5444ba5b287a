import { readLogit } from '../../server/verification/score-support.ts';
import { CONFLICT_SIGNALS, SUPPORT_SIGNALS } from '../../server/verification/support-signals.ts';
import type { SupportModel } from '../../server/verification/support-signals.ts';
import { fitLogistic } from '../fit-logistic.ts';
import type { Example } from './read-examples.ts';

/** What each set weighs; both classes of a set weigh the same. */
const SET_WEIGHTS = {
  ragtruth: 1,
  attribution: 1,
  wice: 0.5,
  'wice-spans': 0.5,
  begin: 0.3,
} as const;
/** Untouched sentences against all families of edits together: a false alarm costs more than a miss. */
const ORIGINAL_WEIGHT = 3;
const EDIT_WEIGHT = 2;
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
    undecided: { from: 0.5, to: 0.95 },
  };
}

/** A few outliers would set the slope. */
function clip(logit: number): number {
  return Math.min(FURTHEST_LOGIT, Math.max(-FURTHEST_LOGIT, logit));
}

function fitOverlap(examples: readonly Example[]): SupportModel['overlap'] {
  const natural = examples.filter(({ family }) => family === null);
  const keyOf = ({ text }: Example) => `${text.set.slice(0, 4)} ${String(text.isSupported)}`;
  const counts = countBy(natural, keyOf);
  const { intercept, coefficients } = fitLogistic(
    natural.map((example) => ({
      values: SUPPORT_SIGNALS.map((name) => example.signals[name]),
      isPositive: !example.text.isSupported,
      weight: SET_WEIGHTS[example.text.set] / (counts.get(keyOf(example)) ?? 1),
    })),
  );
  return { intercept, coefficients: nameEach(SUPPORT_SIGNALS, coefficients) };
}

function fitEdits(examples: readonly Example[]): SupportModel['edit'] {
  const edited = examples.filter(({ family }) => family !== null);
  const bases = new Set(edited.map(({ text }) => text.id.split('/')[0]));
  const originals = examples.filter(({ text, family }) => family === null && bases.has(text.id));
  const counts = countBy(edited, ({ family }) => family ?? '');
  const { intercept, coefficients } = fitLogistic([
    ...edited.map(({ signals, family }) => ({
      values: CONFLICT_SIGNALS.map((name) => signals[name]),
      isPositive: family !== FAMILY_OF_ORIGINALS,
      weight: 1 / counts.size / (counts.get(family ?? '') ?? 1),
    })),
    ...originals.map(({ signals }) => ({
      values: CONFLICT_SIGNALS.map((name) => signals[name]),
      isPositive: false,
      weight: ORIGINAL_WEIGHT / originals.length,
    })),
  ]);
  return { intercept, coefficients: nameEach(CONFLICT_SIGNALS, coefficients) };
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
