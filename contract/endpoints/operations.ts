import type { Endpoint } from '../endpoint.ts';
import { Health, Readiness } from '../health.ts';

export const operationsEndpoints = {
  getHealth: {
    method: 'get',
    path: '/healthz',
    access: 'public',
    tag: 'Operations',
    summary: 'The process is up.',
    response: Health,
    status: 200,
  },
  getReadiness: {
    method: 'get',
    path: '/readyz',
    access: 'public',
    tag: 'Operations',
    summary: 'The service can answer: database, migrations, queue. 503 while it cannot.',
    response: Readiness,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
