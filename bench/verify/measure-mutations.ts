import type { Folds } from './cross-validate.ts';
import type { Mutation } from './mutation-suite.ts';
import { riskOf, verifyTexts } from './verify-texts.ts';

export interface FamilyMeasure {
  readonly family: string;
  readonly count: number;
  /** The share that is flagged where this share of the untouched sentences is, by the false alarms allowed. */
  readonly caught: ReadonlyMap<number, number>;
}

const FALSE_ALARMS: readonly number[] = [0.05, 0.02, 0.01];

/** The threshold for each fold comes from the untouched sentences of the others. */
export function measureMutations(
  mutations: readonly Mutation[],
  folds: Folds,
): readonly FamilyMeasure[] {
  const verified = verifyTexts(
    mutations.map(({ text }) => text),
    folds.modelFor,
  );
  const rows = verified.map((one, at) => ({
    family: mutations[at]?.family ?? '',
    fold: folds.foldOf(one.text),
    risk: riskOf(one),
  }));
  const originals = rows.filter(({ family }) => family === 'original');
  const thresholdFor = (fold: number, share: number) => {
    const risks = originals
      .filter((one) => one.fold !== fold)
      .map(({ risk }) => risk)
      .toSorted((left, right) => right - left);
    return risks[Math.floor(risks.length * share)] ?? 0;
  };
  const thresholds = new Map(
    FALSE_ALARMS.map((share) => {
      const folded = new Map(
        [...new Set(rows.map(({ fold }) => fold))].map((fold) => [fold, thresholdFor(fold, share)]),
      );
      return [share, folded] as const;
    }),
  );
  return [...new Set(rows.map(({ family }) => family))].map((family) => {
    const own = rows.filter((row) => row.family === family);
    const shareAbove = (share: number) =>
      own.filter(({ fold, risk }) => risk > (thresholds.get(share)?.get(fold) ?? 0)).length /
      own.length;
    const caught = new Map(FALSE_ALARMS.map((share) => [share, shareAbove(share)]));
    return { family, count: own.length, caught };
  });
}
