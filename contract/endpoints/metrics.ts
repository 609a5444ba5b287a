import type { Endpoint } from '../endpoint.ts';
import { CostSimulation, SimulateCost } from '../cost.ts';
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
  simulateCost: {
    method: 'post',
    path: '/v1/metrics/cost-simulations',
    access: 'audit',
    tag: 'Metrics',
    summary:
      'What a month of requests like those on record would cost, as they are served and as they might be.',
    body: SimulateCost,
    response: CostSimulation,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
