import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { VerificationRunId } from '../ids.ts';
import { pageQuery } from '../page.ts';
import {
  CreateVerificationRun,
  ListVerificationResults,
  VerificationResultPage,
  VerificationRun,
  VerificationRunPage,
} from '../verification-run.ts';

const runParams = z.strictObject({ id: VerificationRunId });

export const verificationRunsEndpoints = {
  createVerificationRun: {
    method: 'post',
    path: '/v1/verifications',
    access: 'audit',
    tag: 'Traces',
    summary: 'Check many stored answers once more; the verdicts on record stay.',
    body: CreateVerificationRun,
    response: VerificationRun,
    status: 202,
    creates: true,
  },
  listVerificationRuns: {
    method: 'get',
    path: '/v1/verifications',
    access: 'audit',
    tag: 'Traces',
    summary: 'Every such run, the newest first.',
    query: z.strictObject(pageQuery),
    response: VerificationRunPage,
    status: 200,
  },
  getVerificationRun: {
    method: 'get',
    path: '/v1/verifications/:id',
    access: 'audit',
    tag: 'Traces',
    summary: 'How far such a run has come, and how many verdicts differ.',
    params: runParams,
    response: VerificationRun,
    status: 200,
  },
  listVerificationResults: {
    method: 'get',
    path: '/v1/verifications/:id/results',
    access: 'audit',
    tag: 'Traces',
    summary: 'What came of each answer, in the order in which they were given.',
    params: runParams,
    query: ListVerificationResults,
    response: VerificationResultPage,
    status: 200,
  },
  cancelVerificationRun: {
    method: 'post',
    path: '/v1/verifications/:id/cancel',
    access: 'audit',
    tag: 'Traces',
    summary: 'End a run; what has been checked stays.',
    params: runParams,
    response: VerificationRun,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>;
