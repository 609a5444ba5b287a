import type { EvaluatedItem } from '../../contract/evaluation.ts';
import type { EvaluationResult, Observation } from '../../contract/evaluation-result.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import { changeOf } from './compare-variants.ts';
import { METRICS, readSuccess } from './metrics.ts';

type Change = EvaluatedItem['results'][number]['change'];

/** An item with its scores under each variant, in the order of the variants; the first is what others improve on. */
export function describeItem(
  item: GoldItem,
  results: readonly EvaluationResult[],
  variants: readonly string[],
): EvaluatedItem {
  const baseline = results.find(({ variant }) => variant === variants[0]);
  const before = baseline === undefined ? null : readSuccess(item, baseline.observation);
  const ordered = variants.flatMap((name) => results.filter(({ variant }) => variant === name));
  return {
    item,
    results: ordered.map(({ item: _item, ...result }) => ({
      ...result,
      scores: scoresOf(item, result.observation),
      change:
        result.variant === variants[0]
          ? 'none'
          : describeChange(before, readSuccess(item, result.observation)),
    })),
  };
}

function scoresOf(item: GoldItem, observation: Observation): Record<string, number | null> {
  return Object.fromEntries(
    METRICS.filter(({ kind }) => kind === 'share' || kind === 'mean').map(({ metric, score }) => [
      metric,
      score(item, observation),
    ]),
  );
}

function describeChange(before: number | null, after: number | null): Change {
  return before === null || after === null ? 'none' : changeOf({ better: 'higher' }, before, after);
}
