import type { Figure } from '../../contract/evaluation.ts';
import { bootstrapInterval } from '../../core/statistics/bootstrap-interval.ts';
import type { Interval } from '../../core/statistics/interval.ts';
import { quantile } from '../../core/statistics/quantile.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import type { Metric, Sample } from './metrics.ts';

/** What a metric has to be computed from: one score, and one weight, for each item that has them. */
interface Measured {
  readonly scores: Float64Array;
  readonly weights: Float64Array;
}

/** Its value over a selection of items, by their indices; null where there is nothing to divide by. */
export type Statistic = (drawn: ArrayLike<number>) => number | null;

export function describeMetric({
  metric,
  title,
  group,
  unit,
  better,
}: Metric): Pick<Figure, 'metric' | 'title' | 'group' | 'unit' | 'better'> {
  return { metric, title, group, unit, better };
}

/** A figure with its interval; without any item that has a score, there is no data, which is not 0. */
export function measure(
  metric: Metric,
  samples: readonly Sample[],
): Pick<Figure, 'n' | 'value' | 'low' | 'high' | 'interval'> {
  const measured = readScores(metric, samples);
  const n = measured.scores.length;
  const interval = metric.kind === 'share' ? 'wilson' : 'bootstrap';
  const statistic = statisticOf(metric, measured);
  const value = n === 0 ? null : statistic(everyIndex(n));
  const range =
    metric.kind === 'share' ? wilsonInterval(sum(measured.scores), n) : spreadOf(n, statistic);
  if (value === null || range === null) return { n, value, low: null, high: null, interval };
  return { n, value, low: range.low, high: range.high, interval };
}

/** Null of a single observation, too: by itself it says nothing of how much others would differ. */
export function spreadOf(n: number, statistic: Statistic): Interval | null {
  return n < 2 ? null : bootstrapInterval(n, statistic);
}

export function statisticOf(metric: Metric, { scores, weights }: Measured): Statistic {
  if (metric.kind === 'quantile') {
    return (drawn) =>
      quantile(
        Float64Array.from(drawn, (index) => scores[index] ?? 0),
        metric.share,
      );
  }
  return (drawn) => {
    let over = 0;
    let under = 0;
    for (let place = 0; place < drawn.length; place++) {
      const index = drawn[place] ?? 0;
      over += scores[index] ?? 0;
      under += weights[index] ?? 0;
    }
    return under === 0 ? null : over / under;
  };
}

function readScores(metric: Metric, samples: readonly Sample[]): Measured {
  const scores: number[] = [];
  const weights: number[] = [];
  for (const { item, seen } of samples) {
    const score = metric.score(item, seen);
    const weight = weightOf(metric, { item, seen });
    if (score === null || weight === null) continue;
    scores.push(score);
    weights.push(weight);
  }
  return { scores: Float64Array.from(scores), weights: Float64Array.from(weights) };
}

export function weightOf(metric: Metric, { item, seen }: Sample): number | null {
  return metric.kind === 'ratio' ? metric.per(item, seen) : 1;
}

export function everyIndex(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_value, index) => index);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
