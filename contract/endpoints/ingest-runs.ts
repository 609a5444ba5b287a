import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { IngestRunId } from '../ids.ts';
import { IngestRun, IngestRunPage, ListIngestRuns, RetryIngestRun } from '../ingest-run.ts';

const runParams = z.strictObject({ id: IngestRunId });

/** Reading takes `retrieve`; with `ingest` alone a key follows the runs that it began. */
export const ingestRunsEndpoints = {
  listIngestRuns: {
    method: 'get',
    path: '/v1/ingest-runs',
    access: 'any_key',
    tag: 'Ingest runs',
    summary: 'Ingest runs, the newest first.',
    query: ListIngestRuns,
    response: IngestRunPage,
    status: 200,
  },
  getIngestRun: {
    method: 'get',
    path: '/v1/ingest-runs/:id',
    access: 'any_key',
    tag: 'Ingest runs',
    summary: 'How far an ingest run has come.',
    params: runParams,
    response: IngestRun,
    status: 200,
  },
  watchIngestRun: {
    method: 'get',
    path: '/v1/ingest-runs/:id/events',
    access: 'any_key',
    tag: 'Ingest runs',
    summary: 'A run as it goes on: `progress` whenever it has changed, `done` when it has ended.',
    params: runParams,
    response: IngestRun,
    status: 200,
    streams: 'always',
  },
  pauseIngestRun: {
    method: 'post',
    path: '/v1/ingest-runs/:id/pause',
    access: 'ingest',
    tag: 'Ingest runs',
    summary: 'Begin no further document; one that is being ingested is finished.',
    params: runParams,
    response: IngestRun,
    status: 200,
  },
  resumeIngestRun: {
    method: 'post',
    path: '/v1/ingest-runs/:id/resume',
    access: 'ingest',
    tag: 'Ingest runs',
    summary: 'Go on with a run that was paused.',
    params: runParams,
    response: IngestRun,
    status: 200,
  },
  cancelIngestRun: {
    method: 'post',
    path: '/v1/ingest-runs/:id/cancel',
    access: 'ingest',
    tag: 'Ingest runs',
    summary: 'End a run: nothing more of it is published; what it has published stays.',
    params: runParams,
    response: IngestRun,
    status: 200,
  },
  retryIngestRun: {
    method: 'post',
    path: '/v1/ingest-runs/:id/retry',
    access: 'ingest',
    tag: 'Ingest runs',
    summary: 'Try the failed and cancelled documents of a run again.',
    params: runParams,
    body: RetryIngestRun,
    response: IngestRun,
    status: 202,
    creates: true,
  },
} as const satisfies Record<string, Endpoint>;
