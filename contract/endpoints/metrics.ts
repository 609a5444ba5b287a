import type { Endpoint } from '../endpoint.ts';
import { MetricsQuery, MetricsSummary } from '../metrics.ts';

export const metricsEndpoints = {
  getMetricsSummary: {
    method: 'get',
    path: '/v1/metrics/summary',
    access: 'audit',
    tag: 'Metrics',
    summary:
      'Success, cost, latency, hallucination, escalation and review over a time, each with what it is of.',
    query: MetricsQuery,
    response: MetricsSummary,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
