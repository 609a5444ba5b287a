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

/** The times over which figures are shown, in days. */
export const METRIC_PERIODS = {
  day: { label: '24 hours', days: 1 },
  week: { label: '7 days', days: 7 },
  month: { label: '30 days', days: 30 },
  quarter: { label: '90 days', days: 90 },
} as const;
export type MetricPeriod = keyof typeof METRIC_PERIODS;
