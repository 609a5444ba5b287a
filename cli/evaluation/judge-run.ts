import { InvalidArgumentError } from 'commander';
import { MetricName, type EvaluationDetail } from '../../contract/evaluation.ts';

/** What a figure must reach, over all parts; where lower is better, what it must not pass. */
export interface Threshold {
  readonly metric: MetricName;
  readonly bound: number;
}

/** For an option that may be repeated, as `success=0.7`. */
export function threshold(
  text: string,
  earlier: readonly Threshold[] | undefined,
): readonly Threshold[] {
  const [name, bound = ''] = text.split('=');
  const metric = MetricName.safeParse(name);
  if (!metric.success) {
    throw new InvalidArgumentError(`The metric must be one of ${MetricName.options.join(', ')}.`);
  }
  if (bound.trim() === '' || !Number.isFinite(Number(bound))) {
    throw new InvalidArgumentError('It must be a metric and a number, like success=0.7.');
  }
  return [...(earlier ?? []), { metric: metric.data, bound: Number(bound) }];
}

/**
 * What a run falls short of, in words. What nothing was measured on falls short, too: a threshold that nobody looks at
 * would hold for ever.
 */
export function findShortfalls(
  run: EvaluationDetail,
  thresholds: readonly Threshold[],
): readonly string[] {
  const variants = run.parts?.[0]?.variants ?? [];
  return thresholds.flatMap(({ metric, bound }) =>
    variants.flatMap(({ variant, figures }) => {
      const figure = figures.find((own) => own.metric === metric);
      if (figure === undefined || figure.value === null) {
        return [`${metric} of ${variant} has no data.`];
      }
      const { value, better } = figure;
      const isMet = better === 'lower' ? value <= bound : value >= bound;
      if (isMet) return [];
      const wanted = better === 'lower' ? 'at most' : 'at least';
      return [`${metric} of ${variant} is ${value}; it must be ${wanted} ${bound}.`];
    }),
  );
}

/** The figures of which the whole interval of the difference lies on the worse side. */
export function findRegressions(run: EvaluationDetail): readonly string[] {
  const comparisons = run.parts?.[0]?.comparisons ?? [];
  return comparisons.flatMap(({ baseline, variant, differences }) =>
    differences.flatMap(({ metric, group, better, low, high }) => {
      if (low === null || high === null || group === 'effort') return [];
      const isWorse = better === 'lower' ? low > 0 : high < 0;
      return isWorse ? [`${metric} of ${variant} is worse than that of ${baseline}.`] : [];
    }),
  );
}
