import { DRIFT_WINDOWS, type DriftWindowSize } from '../ui/terms/drift-terms.ts';
import { METRIC_PERIODS, type MetricPeriod } from '../ui/terms/metric-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

export interface DriftSearch {
  /** The last 30 days when not given. */
  readonly period?: MetricPeriod | undefined;
  /** 500 answers when not given. */
  readonly window?: DriftWindowSize | undefined;
}

export function readDriftSearch(search: RawSearch): DriftSearch {
  const { window } = search;
  return {
    period: valueIn(METRIC_PERIODS, search['period']),
    window: valueIn(DRIFT_WINDOWS, typeof window === 'number' ? String(window) : window),
  };
}
