import type { MetricGroup } from '../../../contract/metrics.ts';
import { METRIC_GROUP_WORDS, METRIC_PERIODS, type MetricPeriod } from '../ui/terms/metric-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

export interface MetricsSearch {
  /** The last 30 days when not given. */
  readonly period?: MetricPeriod | undefined;
  /** By day when not given. */
  readonly by?: MetricGroup | undefined;
}

export function readMetricsSearch(search: RawSearch): MetricsSearch {
  return {
    period: valueIn(METRIC_PERIODS, search['period']),
    by: valueIn(METRIC_GROUP_WORDS, search['by']),
  };
}
