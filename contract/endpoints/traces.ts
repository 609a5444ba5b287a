import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { TraceId } from '../ids.ts';
import { ListTraces, TraceChunks, TracePage, TraceResponse } from '../trace.ts';
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
