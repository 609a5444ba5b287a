import type { Difference, Figure } from '../../contract/evaluation.ts';
import type { Interval } from '../../core/statistics/interval.ts';
import { mcnemarExact } from '../../core/statistics/mcnemar.ts';
import { unchangedInterval } from '../../core/statistics/unchanged-interval.ts';
import {
  describeMetric,
  everyIndex,
  spreadOf,
  statisticOf,
  weightOf,
  type Statistic,
} from './measure.ts';
import { METRICS, type Metric, type Sample } from './metrics.ts';

interface Pair {
  readonly before: number;
  readonly after: number;
  readonly weightBefore: number;
  readonly weightAfter: number;
}

/** Scores that differ by less are the same. */
const SAME = 1e-9;

/** A variant against the first one, item by item; each difference is computed when it is asked for. */
export function compareVariants(
  before: readonly Sample[],
  after: readonly Sample[],
): {
  readonly differences: readonly (() => Difference)[];
  readonly saving: () => Figure | null;
} {
  return {
    differences: METRICS.map((metric) => () => compare(metric, before, after)),
    saving: () => findSaving(before, after),
  };
}

function compare(metric: Metric, before: readonly Sample[], after: readonly Sample[]): Difference {
  const pairs = pairUp(metric, before, after);
  const statistics = statisticsOf(metric, pairs);
  const changes = pairs.map((pair) => changeOf(metric, pair.before, pair.after));
  const improved = changes.filter((change) => change === 'improved').length;
  const regressed = changes.filter((change) => change === 'regressed').length;
  const isJudged = metric.better !== 'neither';
  const difference = (drawn: ArrayLike<number>) => {
    const one = statistics.before(drawn);
    const other = statistics.after(drawn);
    return one === null || other === null ? null : other - one;
  };
  const hasChanges = changes.some((change) => change !== 'same');
  const range = hasChanges
    ? spreadOf(pairs.length, difference)
    : spreadOfNone(metric, pairs.length);
  return {
    ...describeMetric(metric),
    n: pairs.length,
    difference: pairs.length === 0 ? null : difference(everyIndex(pairs.length)),
    low: range?.low ?? null,
    high: range?.high ?? null,
    p: metric.kind === 'share' && pairs.length > 0 ? mcnemarExact(improved, regressed) : null,
    improved: isJudged ? improved : 0,
    regressed: isJudged ? regressed : 0,
  };
}

/** Where no item changed, shares differ by so much at most, and other figures by nobody knows how much. */
function spreadOfNone({ kind }: Metric, pairs: number): Interval | null {
  return kind === 'share' ? unchangedInterval(pairs) : null;
}

/** By the direction that is better; where none is, upwards. */
export function changeOf(
  { better }: Pick<Metric, 'better'>,
  before: number,
  after: number,
): 'improved' | 'regressed' | 'same' {
  if (Math.abs(after - before) < SAME) return 'same';
  return after > before === (better !== 'lower') ? 'improved' : 'regressed';
}

function pairUp(
  metric: Metric,
  before: readonly Sample[],
  after: readonly Sample[],
): readonly Pair[] {
  const earlier = new Map(before.map((sample) => [sample.item.id, sample]));
  return after.flatMap((sample): Pair[] => {
    const other = earlier.get(sample.item.id);
    if (other === undefined) return [];
    const pair = {
      before: metric.score(other.item, other.seen),
      after: metric.score(sample.item, sample.seen),
      weightBefore: weightOf(metric, other),
      weightAfter: weightOf(metric, sample),
    };
    return isWhole(pair) ? [pair] : [];
  });
}

function isWhole(pair: { readonly [Key in keyof Pair]: number | null }): pair is Pair {
  return Object.values(pair).every((value) => value !== null);
}

function statisticsOf(
  metric: Metric,
  pairs: readonly Pair[],
): { readonly before: Statistic; readonly after: Statistic } {
  return {
    before: statisticOf(metric, {
      scores: Float64Array.from(pairs, (pair) => pair.before),
      weights: Float64Array.from(pairs, (pair) => pair.weightBefore),
    }),
    after: statisticOf(metric, {
      scores: Float64Array.from(pairs, (pair) => pair.after),
      weights: Float64Array.from(pairs, (pair) => pair.weightAfter),
    }),
  };
}

function findSaving(before: readonly Sample[], after: readonly Sample[]): Figure | null {
  const cost = METRICS.find(({ metric }) => metric === 'cost_usd');
  if (cost === undefined) return null;
  const pairs = pairUp(cost, before, after);
  const statistics = statisticsOf(cost, pairs);
  const saving = (drawn: ArrayLike<number>) => {
    const one = statistics.before(drawn);
    const other = statistics.after(drawn);
    return one === null || one === 0 || other === null ? null : 1 - other / one;
  };
  const value = saving(everyIndex(pairs.length));
  if (value === null) return null;
  const range = spreadOf(pairs.length, saving);
  return {
    metric: 'saving',
    title: 'Cost saved',
    group: 'effort',
    unit: 'share',
    better: 'higher',
    n: pairs.length,
    value,
    low: range?.low ?? null,
    high: range?.high ?? null,
    interval: 'bootstrap',
  };
}
