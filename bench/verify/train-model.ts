import { measureRisk } from '../../server/verification/score-support.ts';
import { CONFLICT_SIGNALS, SUPPORT_SIGNALS } from '../../server/verification/support-signals.ts';
import type { SupportModel } from '../../server/verification/support-signals.ts';
import { fitLogistic } from './fit-logistic.ts';
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
  const risks = sentences.map(({ signals, text }) => ({
    risk: measureRisk(signals, scores),
    isSupported: text.isSupported,
  }));
  const { intercept, coefficients } = fitLogistic(
    risks.map(({ risk, isSupported }) => ({ values: [risk], isRisky: isSupported, weight: 1 })),
  );
  const calibration = { slope: coefficients[0] ?? 0, intercept };
  const threshold = bestThreshold(risks);
  const supportedFrom =
    1 / (1 + Math.exp(-(calibration.slope * threshold + calibration.intercept)));
  return { ...scores, calibration, supportedFrom };
}

function fitOverlap(examples: readonly Example[]): SupportModel['overlap'] {
  const natural = examples.filter(({ family }) => family === null);
  const keyOf = ({ text }: Example) => `${text.set.slice(0, 4)} ${String(text.isSupported)}`;
  const counts = countBy(natural, keyOf);
  const { intercept, coefficients } = fitLogistic(
    natural.map((example) => ({
      values: SUPPORT_SIGNALS.map((name) => example.signals[name]),
      isRisky: !example.text.isSupported,
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
      isRisky: family !== FAMILY_OF_ORIGINALS,
      weight: 1 / counts.size / (counts.get(family ?? '') ?? 1),
    })),
    ...originals.map(({ signals }) => ({
      values: CONFLICT_SIGNALS.map((name) => signals[name]),
      isRisky: false,
      weight: ORIGINAL_WEIGHT / originals.length,
    })),
  ]);
  return { intercept, coefficients: nameEach(CONFLICT_SIGNALS, coefficients) };
}

/** The risk at which as many of the supported as of the others are told right, on average. */
function bestThreshold(risks: readonly { readonly risk: number; readonly isSupported: boolean }[]) {
  const supported = risks.filter(({ isSupported }) => isSupported).length;
  const unsupported = risks.length - supported;
  let [passed, caught, best, threshold] = [0, 0, 0, 0];
  for (const { risk, isSupported } of risks.toSorted((left, right) => left.risk - right.risk)) {
    if (isSupported) passed += 1;
    else caught += 1;
    const balance = passed / supported + 1 - caught / unsupported;
    if (balance > best) {
      best = balance;
      threshold = risk;
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
