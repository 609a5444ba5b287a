import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import {
  CreateEvaluation,
  EvaluatedItemPage,
  Evaluation,
  EvaluationDetail,
  EvaluationPage,
  ListEvaluatedItems,
  ListEvaluations,
  OfReport,
} from '../evaluation.ts';
import { EvaluationId } from '../ids.ts';
import { AssessReadiness, ProductionReadiness } from '../readiness.ts';

const runParams = z.strictObject({ id: EvaluationId });

export const evaluationsEndpoints = {
  listEvaluations: {
    method: 'get',
    path: '/v1/evaluations',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Evaluation runs, the newest first.',
    query: ListEvaluations,
    response: EvaluationPage,
    status: 200,
  },
  createEvaluation: {
    method: 'post',
    path: '/v1/evaluations',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Put every item of a gold set to every variant.',
    body: CreateEvaluation,
    response: Evaluation,
    status: 202,
    creates: true,
  },
  getEvaluation: {
    method: 'get',
    path: '/v1/evaluations/:id',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'How far a run has come; once it has ended, its figures with their intervals.',
    params: runParams,
    response: EvaluationDetail,
    status: 200,
  },
  assessReadiness: {
    method: 'post',
    path: '/v1/readiness',
    access: 'evaluate',
    tag: 'Evaluation',
    summary:
      'The six questions that decide on production use, each yes, no or no data, with figures.',
    body: AssessReadiness,
    response: ProductionReadiness,
    status: 200,
  },
  listEvaluatedItems: {
    method: 'get',
    path: '/v1/evaluations/:id/items',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'What became of each item under each variant, and which improved or regressed.',
    params: runParams,
    query: ListEvaluatedItems,
    response: EvaluatedItemPage,
    status: 200,
  },
  getEvaluationReport: {
    method: 'get',
    path: '/v1/evaluations/:id/report',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'The report of a run that has ended, to keep: HTML, Markdown or JSON.',
    params: runParams,
    query: OfReport,
    response: z.unknown(),
    status: 200,
    produces: ['application/octet-stream'],
  },
  cancelEvaluation: {
    method: 'post',
    path: '/v1/evaluations/:id/cancel',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Stop a run; what it has measured stays.',
    params: runParams,
    response: Evaluation,
    status: 200,
  },
  resumeEvaluation: {
    method: 'post',
    path: '/v1/evaluations/:id/resume',
    access: 'evaluate',
    tag: 'Evaluation',
    summary: 'Go on with a run that was cancelled or failed, and try its failed items again.',
    params: runParams,
    response: Evaluation,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
