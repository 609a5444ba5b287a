import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { SavedViewId, TraceId } from '../ids.ts';
import { CreateSavedView, SavedView, SavedViewList } from '../saved-view.ts';
import { Replay, ReplayRequest } from '../replay.ts';
import { TraceResponse } from '../trace.ts';
import { ExportTraces, ListTraces, TracePage } from '../trace-summary.ts';
import { OverviewQuery, TraceOverview } from '../trace-overview.ts';
import { TraceChunks } from '../trace-chunk.ts';
import { TraceDiff } from '../trace-diff.ts';
import { TraceHistory } from '../trace-history.ts';
import { WhyNotAnswer, WhyNotRequest } from '../why-not.ts';

const traceParams = z.strictObject({ id: TraceId });

export const tracesEndpoints = {
  listTraces: {
    method: 'get',
    path: '/v1/traces',
    access: 'audit',
    tag: 'Traces',
    summary: 'Traces, the newest first.',
    query: ListTraces,
    response: TracePage,
    status: 200,
  },
  getTraceOverview: {
    method: 'get',
    path: '/v1/traces/overview',
    access: 'audit',
    tag: 'Traces',
    summary:
      'What the selected traces are made of: counts by facet, and volume and latency over time.',
    query: OverviewQuery,
    response: TraceOverview,
    status: 200,
  },
  exportTraces: {
    method: 'get',
    path: '/v1/traces/export',
    access: 'audit',
    tag: 'Traces',
    summary: 'The selected traces as a file, whole or as a table.',
    query: ExportTraces,
    response: z.unknown(),
    produces: ['application/x-ndjson', 'text/csv'],
    status: 200,
  },
  listSavedViews: {
    method: 'get',
    path: '/v1/traces/views',
    access: 'audit',
    tag: 'Traces',
    summary: "This key's saved views of the list, by name.",
    response: SavedViewList,
    status: 200,
  },
  saveView: {
    method: 'post',
    path: '/v1/traces/views',
    access: 'audit',
    tag: 'Traces',
    summary: 'Save filters of the list under a name; the same name replaces them.',
    body: CreateSavedView,
    response: SavedView,
    status: 201,
    creates: true,
  },
  deleteSavedView: {
    method: 'delete',
    path: '/v1/traces/views/:id',
    access: 'audit',
    tag: 'Traces',
    summary: 'Forget a saved view.',
    params: z.strictObject({ id: SavedViewId }),
    response: z.null(),
    status: 204,
  },
  getTrace: {
    method: 'get',
    path: '/v1/traces/:id',
    access: 'audit',
    tag: 'Traces',
    summary: 'The whole record of one answer, and whether its bytes still have their hash.',
    params: traceParams,
    response: TraceResponse,
    status: 200,
  },
  getTraceRecord: {
    method: 'get',
    path: '/v1/traces/:id/record',
    access: 'audit',
    tag: 'Traces',
    summary: 'The stored bytes of a trace, whose SHA-256 is its hash.',
    params: traceParams,
    response: z.unknown(),
    produces: ['application/json'],
    status: 200,
  },
  getTraceChunks: {
    method: 'get',
    path: '/v1/traces/:id/chunks',
    access: 'audit',
    tag: 'Traces',
    summary: 'The frozen text of every chunk that the trace considered.',
    params: traceParams,
    response: TraceChunks,
    status: 200,
  },
  getTraceHistory: {
    method: 'get',
    path: '/v1/traces/:id/history',
    access: 'audit',
    tag: 'Traces',
    summary: 'What happened to an answer after its trace was stored.',
    params: traceParams,
    response: TraceHistory,
    status: 200,
  },
  diffTraces: {
    method: 'get',
    path: '/v1/traces/:id/diff/:other',
    access: 'audit',
    tag: 'Traces',
    summary: 'Two answers, step by step: what entered, left and moved, and which words differ.',
    params: traceParams.extend({ other: TraceId }),
    response: TraceDiff,
    status: 200,
  },
  replayTrace: {
    method: 'post',
    path: '/v1/traces/:id/replay',
    access: 'audit',
    tag: 'Traces',
    summary: 'Ask the question of an answer once more, and compare.',
    params: traceParams,
    body: ReplayRequest,
    response: Replay,
    status: 201,
    creates: true,
  },
  explainAbsence: {
    method: 'post',
    path: '/v1/traces/:id/why-not',
    access: 'audit',
    tag: 'Traces',
    summary: 'Why a document or a chunk was not retrieved: the first stage at which it was lost.',
    params: traceParams,
    body: WhyNotRequest,
    response: WhyNotAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
