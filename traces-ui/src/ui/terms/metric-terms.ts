import type { CountedAs } from '../../../../contract/counted-as.ts';
import type { MetricGroup } from '../../../../contract/metrics.ts';

/** By what figures are told apart. */
export const METRIC_GROUP_WORDS: Readonly<Record<MetricGroup, string>> = {
  day: 'Day',
  app: 'App',
  model: 'Model',
  task: 'Task',
  workflow: 'Workflow',
  none: 'Nothing',
};

/** What an answer counts as. */
export const COUNTED_AS_WORDS: Readonly<Record<CountedAs, string>> = {
  success: 'Success',
  unsupported: 'Unsupported claim',
  escalated: 'Larger model asked',
  fallback: 'Other way than routed',
  held: 'Held for a person',
  decided: 'Decided by a person',
  rated: 'Rated',
};

/** The times over which figures are shown, in days. */
export const METRIC_PERIODS = {
  day: { label: '24 hours', days: 1 },
  week: { label: '7 days', days: 7 },
  month: { label: '30 days', days: 30 },
  quarter: { label: '90 days', days: 90 },
} as const;
export type MetricPeriod = keyof typeof METRIC_PERIODS;
