import { z } from 'zod';
import { AlertPage, ListAlerts } from '../alert.ts';
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
  listAlerts: {
    method: 'get',
    path: '/v1/alerts',
    access: 'audit',
    tag: 'Metrics',
    summary: 'Each time that an alert was open, the newest first, and how each rule stands.',
    query: ListAlerts,
    response: AlertPage,
    status: 200,
  },
  getPrometheusMetrics: {
    method: 'get',
    path: '/metrics',
    access: 'audit',
    tag: 'Metrics',
    summary:
      "The figures of this server process since its start in Prometheus' text format: of the key's workspace, and of models.",
    response: z.string(),
    status: 200,
    produces: ['text/plain; version=0.0.4; charset=utf-8'],
  },
} as const satisfies Record<string, Endpoint>;
