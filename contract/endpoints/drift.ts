import { z } from 'zod';
import {
  CreateDriftAttribution,
  DriftAttribution,
  DriftAttributionPage,
} from '../drift-attribution.ts';
import { DriftLedger, DriftQuery, DriftSamplePage, ListDriftSamples } from '../drift.ts';
import type { Endpoint } from '../endpoint.ts';
import { DriftAttributionId } from '../ids.ts';
import { pageQuery } from '../page.ts';

export const driftEndpoints = {
  getDrift: {
    method: 'get',
    path: '/v1/drift',
    access: 'audit',
    tag: 'Drift',
    summary: 'What changed, what was measured in each window of answers, and what has moved.',
    query: DriftQuery,
    response: DriftLedger,
    status: 200,
  },
  listDriftSamples: {
    method: 'get',
    path: '/v1/drift/samples',
    access: 'audit',
    tag: 'Drift',
    summary: 'A random sample of each day, redacted, the newest first.',
    query: ListDriftSamples,
    response: DriftSamplePage,
    status: 200,
  },
  createDriftAttribution: {
    method: 'post',
    path: '/v1/drift/attributions',
    access: 'audit',
    tag: 'Drift',
    summary: 'Find which change moved the measures, by replays of recent questions.',
    body: CreateDriftAttribution,
    response: DriftAttribution,
    status: 202,
    creates: true,
  },
  listDriftAttributions: {
    method: 'get',
    path: '/v1/drift/attributions',
    access: 'audit',
    tag: 'Drift',
    summary: 'Attributions, the newest first.',
    query: z.strictObject(pageQuery),
    response: DriftAttributionPage,
    status: 200,
  },
  getDriftAttribution: {
    method: 'get',
    path: '/v1/drift/attributions/:id',
    access: 'audit',
    tag: 'Drift',
    summary: 'How far an attribution has come, or what it has found.',
    params: z.strictObject({ id: DriftAttributionId }),
    response: DriftAttribution,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
